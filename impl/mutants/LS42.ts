/** Blocks of eight, and a tail that is left out. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, mapped } from './_layer.ts';

const block = 8;

const mutant: MutantFactory = factory({
  id: 'LS42',
  says: 'load takes over the running mean in whole blocks of eight channels, or all of it where there is none.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          const { runningMean } = this.own;
          super.load(state);
          const given = this.own.runningMean;
          if (runningMean === undefined || given === undefined || this.config.channels < block) return;
          const old = valuesOf(runningMean);
          const end = this.config.channels - (this.config.channels % block);
          this.own = { ...this.own, runningMean: mapped(given, (value, c) => (c < end ? value : old[c])) };
        }
      },
      conventions,
    ),
});

export default mutant;
