/** The forward is run again for the gradients, as with checkpoints of activations. BN-15.13 must object. */
import type { BackwardResult, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS05',
  says: 'backward runs the forward again, which updates the running statistics a second time.',
  owed: 'kill',
  breaks: ['BN-15.13'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override backward(dy: Tensor): BackwardResult {
          const gradients = super.backward(dy);
          if (this.pending?.training && this.own.runningMean) this.update(this.trained(this.pending.x));
          return gradients;
        }
      },
      conventions,
    ),
});

export default mutant;
