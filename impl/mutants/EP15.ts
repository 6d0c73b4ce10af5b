/**
 * PyTorch and mxnet define the inverse standard deviation of a constant channel as 0 where epsilon is 0. No clause
 * objects.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP15',
  says: 'With epsilon 0 a constant channel has the inverse standard deviation 0.',
  owed: 'convention',
  breaks: [],
  implementation: batchNorm({ inverseStd: (v, epsilon) => (v + epsilon === 0 ? 0 : inverseStd(v, epsilon)) }),
};

export default mutant;
