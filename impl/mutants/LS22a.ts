/** A getter with an effect. BN-15.21 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, mapped } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS22a',
  says: 'Reading the state moves the running mean.',
  owed: 'kill',
  breaks: ['BN-15.21'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override state(): LayerState {
          const state = super.state();
          const { runningMean } = this.own;
          if (runningMean) this.own = { ...this.own, runningMean: mapped(runningMean, (value) => value / 2 + 1) };
          return state;
        }
      },
      conventions,
    ),
});

export default mutant;
