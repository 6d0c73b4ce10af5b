/** Bessel’s factor uses the count of one rank instead of the count of all. BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY05',
  says: 'Bessel’s factor uses half of the batch.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNormFor(
      ({ batch }) => ({
        runningStatistic: (v, m, convention) =>
          runningStatistic(v, Math.max(1, (m * Math.ceil(batch / 2)) / batch), convention),
      }),
      conventions,
    ),
});

export default mutant;
