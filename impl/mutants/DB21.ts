/** A missing gamma makes dx and ddy 0, as if it were 0. BN-17.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecond } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB21',
  says: 'A missing gamma makes dx and ddy 0, as if it were 0.',
  owed: 'kill',
  breaks: ['BN-17.5'],
  make: (conventions) =>
    withSecond((call, right) => {
      const { x, axis, gamma } = call;
      const zeros = { dtype: x.dtype, shape: [x.shape[axis]], data: x.data.slice(0, x.shape[axis]).fill(0) };
      return right({ ...call, gamma: gamma ?? zeros });
    }, conventions),
});

export default mutant;
