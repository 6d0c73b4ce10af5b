/** Buffers of zeros stand for a forward that has not been. BN-15.27 must object. */
import type { BackwardResult, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS26',
  says: 'backward before any forward answers with dy.',
  owed: 'kill',
  breaks: ['BN-15.27'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override backward(dy: Tensor): BackwardResult {
          return this.pending ? super.backward(dy) : { dx: dy };
        }
      },
      conventions,
    ),
});

export default mutant;
