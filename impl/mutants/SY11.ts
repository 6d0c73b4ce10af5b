/** Channels last take another merge, with the count of one rank (nnabla). BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SY11',
  says: 'With channels last the running variance divides by half of the count.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNormFor(({ inner }) =>
    inner === 1 ? { runningStatistic: (v, m, convention) => runningStatistic(m > 1 ? 2 * v : v, m, convention) } : {},
  ),
};

export default mutant;
