/** One backward for both modes. BN-15.9 must object. */
import type { BackwardResult, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS24',
  says: 'backward of evaluation is that of training, with the statistics of the batch.',
  owed: 'kill',
  breaks: ['BN-15.9'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override gradients(dy: Tensor, { x }: Pending): BackwardResult {
          return super.gradients(dy, { x, training: true });
        }
      },
      conventions,
    ),
});

export default mutant;
