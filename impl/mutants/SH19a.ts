/** Blocks of 256, and the last one is taken to be a rest. BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const sum = (x: Float64Array): number => x.reduce((a, b) => a + b, 0);

const mutant: Mutant = {
  id: 'SH19a',
  says: 'Where m is a multiple of 256 the last block of 256 is left out of the mean.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: batchNorm({
    mean: (x) => (x.length % 256 > 0 ? mean(x) : (mean(x) * x.length - sum(x.subarray(-256))) / x.length),
  }),
};

export default mutant;
