/**
 * An old running statistic that is NaN counts as not yet set and is replaced by that of the batch. BN-10.16 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV57',
  says: 'An old running statistic that is NaN is replaced by that of the batch.',
  owed: 'kill',
  breaks: ['BN-10.16'],
  make: (conventions) =>
    batchNorm(
      {
        update: (old, statistic, weight) => (Number.isNaN(old) ? statistic : update(old, statistic, weight)),
      },
      conventions,
    ),
});

export default mutant;
