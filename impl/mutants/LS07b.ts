/** momentum null is taken for the default. BN-15.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS07b',
  says: 'With momentum null each step has the weight 0.1.',
  owed: 'kill',
  breaks: ['BN-15.14'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override cumulativeWeight(): number {
          return 0.1;
        }
      },
      conventions,
    ),
});

export default mutant;
