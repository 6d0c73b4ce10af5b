/** A line copied and not changed (keras-core, apex). BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS17b',
  says: 'The running variance takes in the mean.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNormFor(() => {
    let latest = 0;
    return { mean: (x) => (latest = mean(x)), runningStatistic: () => latest };
  }),
};

export default mutant;
