/** Standard deviations are averaged instead of variances. BN-6.2, BN-12.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS15a',
  says: 'The running variance averages standard deviations.',
  owed: 'kill',
  breaks: ['BN-6.2', 'BN-12.3'],
  make: (conventions) =>
    batchNorm({ runningStatistic: (v, m, convention) => Math.sqrt(runningStatistic(v, m, convention)) }, conventions),
});

export default mutant;
