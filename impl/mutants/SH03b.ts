/** Threads of a block are halved while they share a channel-last reduction (apex). BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SH03b',
  says: 'With channels last and more than 64 of them the mean loses the last sample where m is odd.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: batchNormFor(({ inner, channels, perChannel }) =>
    inner === 1 && channels > 64 && perChannel > 1 && perChannel % 2 === 1
      ? { mean: (x) => (mean(x.subarray(0, -1)) * (x.length - 1)) / x.length }
      : {},
  ),
};

export default mutant;
