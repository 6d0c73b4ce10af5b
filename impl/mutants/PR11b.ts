/** The count is a number of the type of x: exact up to 256 in bfloat16. BN-2.7 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR11b',
  says: 'The number of values per channel is rounded to bfloat16.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (mean(x) * x.length) / roundTo('bfloat16', x.length),
        variance: (x, center) => (variance(x, center) * x.length) / roundTo('bfloat16', x.length),
      },
      { ...conventions, dtypes: ['bfloat16'] },
    ),
});

export default mutant;
