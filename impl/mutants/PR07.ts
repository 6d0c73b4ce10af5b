/**
 * The sum of squares is kept in half precision and overflows above 65504 (OpenVINO, TensorFlow). BN-12.1 must object.
 */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR07',
  says: 'In float16 a sum of squared deviations above 65504 is infinite.',
  owed: 'kill',
  breaks: ['BN-12.1'],
  make: (conventions) =>
    batchNorm(
      { variance: (x, center) => roundTo('float16', variance(x, center) * x.length) / x.length },
      { ...conventions, dtypes: ['float16'] },
    ),
});

export default mutant;
