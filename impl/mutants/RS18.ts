/** The factor belongs to the difference, not to its first part (caffe). BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS18',
  says: 'The running variance takes in E[x²] · m / (m - 1) - E[x]².',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNormFor(() => {
    let latest = 0;
    return {
      mean: (x) => (latest = mean(x)),
      runningStatistic: (v, m, convention) => runningStatistic(v + latest ** 2, m, convention) - latest ** 2,
    };
  }),
};

export default mutant;
