/** Values that are NaN are skipped in the statistics, as in data frames. BN-10.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const numbers = (x: Float64Array): Float64Array => x.filter((value) => !Number.isNaN(value));

const mutant: MutantFactory = factory({
  id: 'SV02c',
  says: 'Values that are NaN are left out of mean and variance.',
  owed: 'kill',
  breaks: ['BN-10.1'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => mean(numbers(x)),
        variance: (x, center) => variance(numbers(x), center),
      },
      conventions,
    ),
});

export default mutant;
