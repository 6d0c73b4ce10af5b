/** One thread per sample, and a block holds 768 of them (MIOpen). BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SH06b',
  says: 'With one position per sample the statistics end at the 768th sample.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: batchNormFor(({ inner }) => (inner === 1 ? { mean: (x) => mean(x.subarray(0, 768)) } : {})),
};

export default mutant;
