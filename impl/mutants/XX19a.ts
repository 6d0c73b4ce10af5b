/** A workspace for 8192 values per channel. BN-2.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX19a',
  says: 'Mean and variance end at the 8192nd value of a channel.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  implementation: batchNorm({
    mean: (x) => mean(x.subarray(0, 8192)),
    variance: (x, center) => variance(x.subarray(0, 8192), center),
  }),
};

export default mutant;
