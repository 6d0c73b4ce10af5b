/** Buffers are skipped, parameters are loaded. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS12b',
  says: 'load leaves the running statistics as they are.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          const { runningMean, runningVar } = this.own;
          super.load(state);
          if (runningMean && runningVar) this.own = { ...this.own, runningMean, runningVar };
        }
      },
      conventions,
    ),
});

export default mutant;
