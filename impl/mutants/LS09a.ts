/** A shallow copy. BN-15.20 must object. */
import type { Layer, Tensor, TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS09a',
  says: 'A copy shares its buffers with the original, which are updated in place.',
  owed: 'kill',
  breaks: ['BN-15.20'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override update(answer: TrainForwardResult): void {
          const { runningMean, runningVar } = this.own;
          super.update(answer);
          const now = this.own;
          if (!runningMean || !runningVar || !now.runningMean || !now.runningVar) return;
          runningMean.data.set(now.runningMean.data);
          runningVar.data.set(now.runningVar.data);
          this.own = { ...now, runningMean, runningVar };
        }

        override evaluationForward(x: Tensor): Tensor {
          const y = super.evaluationForward(x);
          const given = this.running();
          this.pending = {
            x: copyOf(x),
            training: false,
            given: { mean: copyOf(given.mean), variance: copyOf(given.variance) },
          };
          return y;
        }

        override copy(): Layer {
          const other = this.fresh();
          other.own = { ...this.own };
          other.training = this.training;
          return other;
        }
      },
      conventions,
    ),
});

export default mutant;
