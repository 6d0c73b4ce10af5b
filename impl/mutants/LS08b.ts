/** A counter that nobody increases. BN-15.15 must object. */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS08b',
  says: 'The count stays 0.',
  owed: 'kill',
  breaks: ['BN-15.15'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override update(answer: TrainForwardResult): void {
          const { count } = this.own;
          super.update(answer);
          if (count !== undefined) this.own = { ...this.own, count };
        }
      },
      conventions,
    ),
});

export default mutant;
