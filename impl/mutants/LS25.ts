/** Statistics of the batch taken for constants. BN-15.8 must object. */
import type { BackwardResult, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS25',
  says: 'backward of training takes the statistics of the batch for constants.',
  owed: 'kill',
  breaks: ['BN-15.8'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override gradients(dy: Tensor, pending: Pending): BackwardResult {
          if (!pending.training) return super.gradients(dy, pending);
          const { mean, variance } = super.trained(pending.x);
          return super.gradients(dy, {
            ...pending,
            training: false,
            ...(mean && variance && { given: { mean, variance } }),
          });
        }
      },
      conventions,
    ),
});

export default mutant;
