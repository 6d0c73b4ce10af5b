/** Evaluation goes on updating (a flag that only the normalization reads). BN-15.5 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS01a',
  says: 'A forward in evaluation updates the running statistics.',
  owed: 'kill',
  breaks: ['BN-15.5'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluationForward(x: Tensor): Tensor {
          const y = super.evaluationForward(x);
          this.update(this.trained(x));
          return y;
        }
      },
      conventions,
    ),
});

export default mutant;
