/** A counter in single precision, or narrower. BN-15.15 must object. */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS45',
  says: 'The count is kept in a byte.',
  owed: 'kill',
  breaks: ['BN-15.15'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override update(answer: TrainForwardResult): void {
          super.update(answer);
          const { count } = this.own;
          if (count !== undefined) this.own = { ...this.own, count: count % 256 };
        }
      },
      conventions,
    ),
});

export default mutant;
