/** Means of chunks are merged with equal weights, though the last chunk is shorter. BN-3.1, BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { chunksOf, momentsOf } from './_shards.ts';

const mutant: MutantFactory = factory({
  id: 'PR20b',
  says: 'The mean is the mean of the means of chunks of 8.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => {
          const means = chunksOf(x, 8).map((chunk) => momentsOf(chunk).mean);
          return mean(Float64Array.from(means));
        },
      },
      conventions,
    ),
});

export default mutant;
