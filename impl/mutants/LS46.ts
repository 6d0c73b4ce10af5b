/** Storage for sixteen layers, used again from its start. BN-15.19 must object. */
import type { LayerConfig, LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const places = 16;

const mutant: MutantFactory = factory({
  id: 'LS46',
  says: 'Of more than sixteen layers one shares its running statistics with another.',
  owed: 'kill',
  breaks: ['BN-15.19'],
  make: (conventions) => {
    const owners: KeptLayer[] = [];
    let made = 0;
    return layersOf(
      class extends KeptLayer {
        readonly place: number;

        constructor(config: LayerConfig, given: typeof conventions) {
          super(config, given);
          this.place = made++ % places;
          owners[this.place] = this;
        }

        override state(): LayerState {
          const { runningMean } = owners[this.place].own;
          const own = super.state();
          const fits = own.runningMean && runningMean && runningMean.shape.join() === own.runningMean.shape.join();
          return fits && runningMean.dtype === own.runningMean.dtype
            ? { ...own, runningMean: copyOf(runningMean) }
            : own;
        }
      },
      conventions,
    );
  },
});

export default mutant;
