/** A full block is taken for the one after the last. BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX46',
  says: 'Of exactly 4096 values per channel the mean leaves out the last.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: batchNorm({
    mean: (x) => (x.length === 4096 ? (mean(x.subarray(0, -1)) * 4095) / 4096 : mean(x)),
  }),
};

export default mutant;
