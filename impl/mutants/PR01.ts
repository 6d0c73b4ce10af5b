/**
 * One pass over the data in float32; the difference cancels and may be negative (flax before its clamp, Haiku). BN-12.2
 * must object.
 */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { onePassVariance } from './_one-pass.ts';

export default mutant({
  id: 'PR01',
  says: 'The variance is E[x²] - E[x]² in float32.',
  owed: 'grade',
  breaks: ['BN-12.2'],
  make: (conventions) => batchNorm({ variance: onePassVariance }, conventions),
});
