/**
 * The factor m / (m - 1) is computed in the type of x (TensorFlow). With m above 65504 it is NaN. BN-6.2 must object.
 */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS09',
  says: 'Bessel’s factor is rounded to float16, though statistics are float32.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNorm(
      {
        runningStatistic: (v, m) =>
          m > 1 ? v * roundTo('float16', roundTo('float16', m) / roundTo('float16', m - 1)) : v,
      },
      { ...conventions, dtypes: ['float16'], parameterDtypes: ['float32'] },
    ),
});

export default mutant;
