/** A counter that is read after it was increased. BN-15.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS07a',
  says: 'With momentum null step n has the weight 1 / (n + 1).',
  owed: 'kill',
  breaks: ['BN-15.14'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override cumulativeWeight(step: number): number {
          return 1 / (step + 1);
        }
      },
      conventions,
    ),
});

export default mutant;
