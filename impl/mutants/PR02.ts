/** One pass over the data in float32, clamped at 0 (flax). BN-12.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { onePassVariance } from './_one-pass.ts';

const mutant: MutantFactory = factory({
  id: 'PR02',
  says: 'The variance is max(0, E[x²] - E[x]²) in float32.',
  owed: 'grade',
  breaks: ['BN-12.2'],
  make: (conventions) => batchNorm({ variance: (x) => Math.max(0, onePassVariance(x)) }, conventions),
});

export default mutant;
