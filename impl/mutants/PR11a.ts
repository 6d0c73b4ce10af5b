/** The count is a number of the type of x (PyTorch): exact up to 2048 in half precision. BN-2.10 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR11a',
  says: 'The number of values per channel is rounded to float16.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (mean(x) * x.length) / roundTo('float16', x.length),
        variance: (x, center) => (variance(x, center) * x.length) / roundTo('float16', x.length),
      },
      { ...conventions, dtypes: ['float16'] },
    ),
});

export default mutant;
