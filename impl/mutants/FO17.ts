/** PyTorch 2.13: the scale spreads over an axis of length 1. BN-16.6 must object. */
import { tensor } from '../../spec/terms/tensor.ts';
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO17',
  says: 'With one channel in each group, weight takes the shape of a dense one.',
  owed: 'kill',
  breaks: ['BN-16.6'],
  make: (conventions) =>
    folding(
      {
        fold: (call) => {
          const { weight, axis, groupAxis, groups = 1 } = call;
          const answer = fold(call);
          if (groupAxis === undefined || weight.shape[axis] !== 1 || groups === 1) return answer;
          const shape = weight.shape.with(axis, groups);
          const { length } = weight.data;
          return { ...answer, weight: tensor(weight.dtype, shape, new Float64Array(length * groups)) };
        },
      },
      conventions,
    ),
});

export default mutant;
