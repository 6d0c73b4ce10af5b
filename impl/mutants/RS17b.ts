/**
 * The running variance is updated with the mean: a line was copied and not changed (keras-core, apex). BN-6.2 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS17b',
  says: 'The running variance takes in the mean.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNormFor(() => {
      let latest = 0;
      return { mean: (x) => (latest = mean(x)), runningStatistic: () => latest };
    }, conventions),
});

export default mutant;
