/** Partial results are merged with equal weights, and the last one is shorter. BN-3.1, BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { chunksOf, momentsOf } from './_shards.ts';

const mutant: Mutant = {
  id: 'PR20b',
  says: 'The mean is the mean of the means of chunks of 8.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-2.7'],
  implementation: batchNorm({
    mean: (x) => {
      const means = chunksOf(x, 8).map((chunk) => momentsOf(chunk).mean);
      return mean(Float64Array.from(means));
    },
  }),
};

export default mutant;
