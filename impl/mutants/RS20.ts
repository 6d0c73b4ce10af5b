/** The update is corrected for averages that start at 0, which these do not (keras 2). BN-6.1, BN-6.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS20',
  says: 'The running statistics are divided by the weight of the batch, as after a first step from 0.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  make: (conventions) =>
    batchNorm({ update: (old, statistic, weight) => update(old, statistic, weight) / weight }, conventions),
});

export default mutant;
