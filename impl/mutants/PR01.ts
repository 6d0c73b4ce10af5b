/**
 * One pass over the data in float32; the difference cancels and may be negative (flax before its clamp, Haiku). BN-12.2
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { onePassVariance } from './_one-pass.ts';

const mutant: MutantFactory = factory({
  id: 'PR01',
  says: 'The variance is E[x²] - E[x]² in float32.',
  owed: 'grade',
  breaks: ['BN-12.2'],
  make: (conventions) => batchNorm({ variance: onePassVariance }, conventions),
});

export default mutant;
