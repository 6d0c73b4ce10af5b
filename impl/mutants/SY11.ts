/** The merge for channels last uses the count of one rank (nnabla). BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY11',
  says: 'With channels last the running variance divides by half of the count.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNormFor(
      ({ inner }) =>
        inner === 1
          ? { runningStatistic: (v, m, convention) => runningStatistic(m > 1 ? 2 * v : v, m, convention) }
          : {},
      conventions,
    ),
});

export default mutant;
