/** Variances of chunks are merged as if the means of the chunks agreed. BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { chunksOf, momentsOf } from './_shards.ts';

const mutant: MutantFactory = factory({
  id: 'PR20a',
  says: 'From 32 values per channel on, the variance is the mean of the variances of chunks of 32.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        variance: (x) => chunksOf(x, 32).reduce((sum, chunk) => sum + momentsOf(chunk).m2, 0) / x.length,
      },
      conventions,
    ),
});

export default mutant;
