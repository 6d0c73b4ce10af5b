/**
 * PyTorch and mxnet define the inverse standard deviation of a constant channel as 0 where epsilon is 0. No clause
 * objects.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP15',
  says: 'With epsilon 0 a constant channel has the inverse standard deviation 0.',
  owed: 'convention',
  breaks: [],
  make: (conventions) =>
    batchNorm({ inverseStd: (v, epsilon) => (v + epsilon === 0 ? 0 : inverseStd(v, epsilon)) }, conventions),
});

export default mutant;
