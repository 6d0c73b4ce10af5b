/** Scalars travel in half precision. BN-4.1, BN-7.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX06a',
  says: 'Epsilon is rounded to float16, though everything is float32.',
  owed: 'kill',
  breaks: ['BN-4.1', 'BN-7.1'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => inverseStd(v, roundTo('float16', epsilon)) }),
};

export default mutant;
