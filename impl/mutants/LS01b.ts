/** The counter stands before the test of the mode. BN-15.5 and BN-15.15 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS01b',
  says: 'A forward in evaluation is counted.',
  owed: 'kill',
  breaks: ['BN-15.5', 'BN-15.15'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluationForward(x: Tensor): Tensor {
          const y = super.evaluationForward(x);
          this.own = { ...this.own, count: (this.own.count ?? 0) + 1 };
          return y;
        }
      },
      conventions,
    ),
});

export default mutant;
