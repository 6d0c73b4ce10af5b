/** Inference with the weights of the initialization. BN-15.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS34',
  says: 'In evaluation gamma and beta are left out.',
  owed: 'kill',
  breaks: ['BN-15.4'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluated(x: Tensor, given: NonNullable<Pending['given']>): Tensor {
          const { gamma: _gamma, beta: _beta, ...call } = this.callOf(x);
          return this.batchNorm.inferForward({ ...call, ...given }).y;
        }
      },
      conventions,
    ),
});

export default mutant;
