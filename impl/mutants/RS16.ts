/** Epsilon was added to the variance before it was stored (chainer, nntrainer). BN-6.2, BN-6.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS16',
  says: 'The running variance takes in v + epsilon.',
  owed: 'kill',
  breaks: ['BN-6.2', 'BN-6.5'],
  make: (conventions) =>
    batchNormFor(
      ({ epsilon }) => ({
        runningStatistic: (v, m, convention) => runningStatistic(v, m, convention) + epsilon,
      }),
      conventions,
    ),
});

export default mutant;
