/** Buffers in a list, read in another order. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS12d',
  says: 'load puts the running mean and variance into each other’s place.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          super.load(state);
          const { runningMean: runningVar, runningVar: runningMean } = this.own;
          if (runningMean && runningVar) this.own = { ...this.own, runningMean, runningVar };
        }
      },
      conventions,
    ),
});

export default mutant;
