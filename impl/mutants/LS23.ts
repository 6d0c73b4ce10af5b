/** Gradients are added to a buffer that nobody clears. BN-15.12 must object. */
import type { BackwardResult, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, mapped, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS23',
  says: 'dgamma and dbeta contain those of earlier backwards.',
  owed: 'kill',
  breaks: ['BN-15.12'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        sums: BackwardResult | undefined;

        override gradients(dy: Tensor, pending: Pending): BackwardResult {
          const now = super.gradients(dy, pending);
          const { sums } = this;
          const added = (a: Tensor, b: Tensor | undefined): Tensor =>
            mapped(a, (value, i) => value + (b?.data[i] ?? 0));
          this.sums = {
            ...now,
            ...(now.dgamma && { dgamma: added(now.dgamma, sums?.dgamma) }),
            ...(now.dbeta && { dbeta: added(now.dbeta, sums?.dbeta) }),
          };
          return this.sums;
        }
      },
      conventions,
    ),
});

export default mutant;
