/** A hook and the forward both update. BN-15.3 must object. */
import type { Tensor, TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS04',
  says: 'A forward in training updates the running statistics twice.',
  owed: 'kill',
  breaks: ['BN-15.3'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override update(answer: TrainForwardResult): void {
          const { count } = this.own;
          super.update(answer);
          const { runningMean, runningVar } = answer;
          if (!this.last || runningMean === undefined || runningVar === undefined) return;
          const again = this.trained(this.last);
          super.update(again);
          if (count !== undefined) this.own = { ...this.own, count: count + 1 };
        }

        last: Tensor | undefined;

        override trained(x: Tensor): TrainForwardResult {
          this.last = x;
          return super.trained(x);
        }
      },
      conventions,
    ),
});

export default mutant;
