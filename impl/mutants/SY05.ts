/** Each rank knows its own count. BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SY05',
  says: 'Bessel’s factor uses half of the batch.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNormFor(({ batch }) => ({
    runningStatistic: (v, m, convention) =>
      runningStatistic(v, Math.max(1, (m * Math.ceil(batch / 2)) / batch), convention),
  })),
};

export default mutant;
