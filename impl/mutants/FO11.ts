/** Vectors are computed and left in the type of the arithmetic. BN-16.6 must object. */
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO11',
  says: 'The folded bias is always float32.',
  owed: 'kill',
  breaks: ['BN-16.6'],
  make: (conventions) =>
    folding(
      {
        fold: (call) => {
          const answer = fold(call);
          return { ...answer, bias: tensor('float32', answer.bias.shape, valuesOf(answer.bias)) };
        },
      },
      { ...conventions, dtypes: ['float64', 'float32'] },
    ),
});

export default mutant;
