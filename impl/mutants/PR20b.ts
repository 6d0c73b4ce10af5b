/** Means of chunks are merged with equal weights, though the last chunk is shorter. BN-3.1, BN-2.7 must object. */
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { chunksOf, momentsOf } from './_shards.ts';

export default mutant({
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
