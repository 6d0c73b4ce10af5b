/** Partial results are merged as if their means agreed. BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { chunksOf, momentsOf } from './_shards.ts';

const mutant: Mutant = {
  id: 'PR20a',
  says: 'From 32 values per channel on, the variance is the mean of the variances of chunks of 32.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: batchNorm({
    variance: (x) => chunksOf(x, 32).reduce((sum, chunk) => sum + momentsOf(chunk).m2, 0) / x.length,
  }),
};

export default mutant;
