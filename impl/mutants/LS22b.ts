/** Updates are deferred until somebody looks, and a new one replaces the last. BN-15.22 must object. */
import type { Layer, LayerState, Tensor, TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS22b',
  says: 'Of several steps between two readings of the state only the last one counts.',
  owed: 'kill',
  breaks: ['BN-15.22'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        since: LayerState | undefined;

        override update(answer: TrainForwardResult): void {
          const { count } = this.own;
          this.since ??= this.own;
          const { runningMean, runningVar } = this.since;
          if (runningMean && runningVar) this.own = { ...this.own, runningMean, runningVar };
          super.update(this.trainedAgain?.() ?? answer);
          if (count !== undefined) this.own = { ...this.own, count: count + 1 };
        }

        trainedAgain: (() => TrainForwardResult) | undefined;

        override trained(x: Tensor): TrainForwardResult {
          this.trainedAgain = () => super.trained(x);
          return super.trained(x);
        }

        override state(): LayerState {
          this.since = undefined;
          return super.state();
        }

        override load(state: LayerState): void {
          this.since = undefined;
          super.load(state);
        }

        override copy(): Layer {
          this.since = undefined;
          return super.copy();
        }
      },
      conventions,
    ),
});

export default mutant;
