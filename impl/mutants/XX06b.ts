/** Scalars travel in half precision. BN-6.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX06b',
  says: 'Momentum is rounded to float16, though everything is float32.',
  owed: 'kill',
  breaks: ['BN-6.1'],
  implementation: batchNorm({ update: (old, statistic, weight) => update(old, statistic, roundTo('float16', weight)) }),
};

export default mutant;
