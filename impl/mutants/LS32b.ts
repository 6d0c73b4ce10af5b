/** The number of the next step in place of that of steps so far. BN-15.1 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS32b',
  says: 'The count of a new layer is 1.',
  owed: 'kill',
  breaks: ['BN-15.1'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override initial(): LayerState {
          const state = super.initial();
          return state.count === undefined ? state : { ...state, count: 1 };
        }
      },
      conventions,
    ),
});

export default mutant;
