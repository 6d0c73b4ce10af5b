/** A sum of squares in half precision overflows above 65504 (OpenVINO, TensorFlow). BN-12.8 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'PR07',
  says: 'In float16 a sum of squared deviations above 65504 is infinite.',
  owed: 'kill',
  breaks: ['BN-12.8'],
  implementation: batchNorm(
    { variance: (x, center) => roundTo('float16', variance(x, center) * x.length) / x.length },
    { dtypes: ['float16'] },
  ),
};

export default mutant;
