/** Missing values are skipped, as in data frames. BN-10.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const numbers = (x: Float64Array): Float64Array => x.filter((value) => !Number.isNaN(value));

const mutant: Mutant = {
  id: 'SV02c',
  says: 'Values that are NaN are left out of mean and variance.',
  owed: 'kill',
  breaks: ['BN-10.1'],
  implementation: batchNorm({
    mean: (x) => mean(numbers(x)),
    variance: (x, center) => variance(numbers(x), center),
  }),
};

export default mutant;
