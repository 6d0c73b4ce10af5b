/** The deviation is averaged in place of its square. BN-6.2, BN-12.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS15a',
  says: 'The running variance averages standard deviations.',
  owed: 'kill',
  breaks: ['BN-6.2', 'BN-12.3'],
  implementation: batchNorm({ runningStatistic: (v, m, convention) => Math.sqrt(runningStatistic(v, m, convention)) }),
};

export default mutant;
