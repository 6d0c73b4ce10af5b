/** A checkpoint in half precision. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, mapped } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS13',
  says: 'load rounds the running variance to a few digits.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          super.load(state);
          const { runningVar } = this.own;
          if (runningVar) this.own = { ...this.own, runningVar: mapped(runningVar, Math.round) };
        }
      },
      conventions,
    ),
});

export default mutant;
