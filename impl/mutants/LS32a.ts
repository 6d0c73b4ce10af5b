/** Buffers are made with zeros. BN-15.1 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { vectorOf } from '../plain/layer-state.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS32a',
  says: 'The running variance of a new layer is 0.',
  owed: 'kill',
  breaks: ['BN-15.1'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override initial(): LayerState {
          const state = super.initial();
          return state.runningVar ? { ...state, runningVar: vectorOf(this.config, 0) } : state;
        }
      },
      conventions,
    ),
});

export default mutant;
