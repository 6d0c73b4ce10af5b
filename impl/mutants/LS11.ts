/** load keeps what it is given. BN-15.23 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS11',
  says: 'load keeps the arrays of its caller.',
  owed: 'kill',
  breaks: ['BN-15.23'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          super.load(state);
          this.own = { ...state };
        }
      },
      conventions,
    ),
});

export default mutant;
