/**
 * The count has 1e-7 added as a guard against an empty mask (Keras 3), which float32 rounds away and float64 shows.
 * BN-3.1 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST12b',
  says: 'The divisor of mean and variance is m + 1e-7, in float64.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (mean(x) * x.length) / (x.length + 1e-7),
        variance: (x, center) => (variance(x, center) * x.length) / (x.length + 1e-7),
      },
      { ...conventions, dtypes: ['float64'] },
    ),
});

export default mutant;
