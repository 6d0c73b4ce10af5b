/** The dictionary of the state holds the buffers themselves. BN-15.23 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS10',
  says: 'state returns the buffers of the layer.',
  owed: 'kill',
  breaks: ['BN-15.23'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override state(): LayerState {
          return { ...this.own };
        }
      },
      conventions,
    ),
});

export default mutant;
