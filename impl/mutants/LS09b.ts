/** Statistics that belong to the class, by the number of channels. BN-15.19 must object. */
import type { Conventions, LayerConfig, LayerState, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS09b',
  says: 'Layers with the same number of channels share their running statistics.',
  owed: 'kill',
  breaks: ['BN-15.19'],
  make: (conventions) => {
    const shared = new Map<number, Pick<LayerState, 'runningMean' | 'runningVar'>>();
    class Mistaken extends KeptLayer {
      #meet(): void {
        const { channels, trackRunningStats } = this.config;
        const common = shared.get(channels);
        const fits = common?.runningMean?.dtype === this.config.parameterDtype;
        if (trackRunningStats && fits) this.own = { ...this.own, ...common };
      }

      #share(): void {
        const { runningMean, runningVar } = this.own;
        if (runningMean && runningVar) shared.set(this.config.channels, { runningMean, runningVar });
      }

      constructor(config: LayerConfig, given: Conventions) {
        super(config, given);
        this.#share();
      }

      override forward(x: Tensor): { y: Tensor } {
        this.#meet();
        const y = super.forward(x);
        this.#share();
        return y;
      }

      override state(): LayerState {
        this.#meet();
        return super.state();
      }

      override load(state: LayerState): void {
        super.load(state);
        this.#share();
      }
    }
    return layersOf(Mistaken, conventions);
  },
});

export default mutant;
