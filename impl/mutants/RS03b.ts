/** Two paths, one of them without the factor (tensorflow, mxnet). BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS03b',
  says: 'With channels last the running variance takes in the biased variance.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNormFor(({ inner }) => (inner === 1 ? { runningStatistic: (v) => v } : {})),
};

export default mutant;
