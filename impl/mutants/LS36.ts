/** Normalization in place. BN-15.23 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS36',
  says: 'A forward in evaluation writes y into x.',
  owed: 'kill',
  breaks: ['BN-15.23'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluationForward(x: Tensor): Tensor {
          const y = super.evaluationForward(x);
          x.data.set(y.data);
          return y;
        }
      },
      conventions,
    ),
});

export default mutant;
