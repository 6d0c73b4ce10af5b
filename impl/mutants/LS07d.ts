/** momentum null is taken for no averaging. BN-15.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS07d',
  says: 'With momentum null the running statistics are those of the latest batch.',
  owed: 'kill',
  breaks: ['BN-15.14'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override cumulativeWeight(): number {
          return 1;
        }
      },
      conventions,
    ),
});

export default mutant;
