/** A counter in single precision, or narrower. BN-15.17 must object. */
import type { LayerState, TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS45',
  says: 'The count is kept in a byte.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override update(answer: TrainForwardResult): void {
          super.update(answer);
          this.narrow();
        }

        override load(state: LayerState): void {
          super.load(state);
          this.narrow();
        }

        narrow(): void {
          const { count } = this.own;
          if (count !== undefined) this.own = { ...this.own, count: count % 256 };
        }
      },
      conventions,
    ),
});

export default mutant;
