/** A statistic that is no number is taken for one that was never set. BN-10.16 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX34',
  says: 'An old running statistic that is NaN is replaced by that of the batch.',
  owed: 'kill',
  breaks: ['BN-10.16'],
  implementation: batchNorm({
    update: (old, statistic, weight) => (Number.isNaN(old) ? statistic : update(old, statistic, weight)),
  }),
};

export default mutant;
