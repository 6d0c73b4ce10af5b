/** Activations that a forward saves are written too late. BN-15.11 must object. */
import type { BackwardResult, LayerState, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS16',
  says: 'backward differentiates the forward before the latest, where x had the same shape.',
  owed: 'kill',
  breaks: ['BN-15.11'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        before: Pending | undefined;

        override forward(x: Tensor): { y: Tensor } {
          const { pending } = this;
          const y = super.forward(x);
          this.before = pending;
          return y;
        }

        override gradients(dy: Tensor, pending: Pending): BackwardResult {
          const { before } = this;
          return super.gradients(dy, before && before.x.shape.join() === dy.shape.join() ? before : pending);
        }

        override load(state: LayerState): void {
          super.load(state);
          this.before = undefined;
        }
      },
      conventions,
    ),
});

export default mutant;
