/**
 * A guard against an empty mask (Keras 3). It is below the rounding of float32; in float64 it shows. BN-3.1 must
 * object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'ST12b',
  says: 'The divisor of mean and variance is m + 1e-7, in float64.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  implementation: batchNorm(
    {
      mean: (x) => (mean(x) * x.length) / (x.length + 1e-7),
      variance: (x, center) => (variance(x, center) * x.length) / (x.length + 1e-7),
    },
    { dtypes: ['float64'] },
  ),
};

export default mutant;
