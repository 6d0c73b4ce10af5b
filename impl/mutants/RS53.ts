/**
 * A running statistic that is 0 counts as not yet measured and is replaced by that of the batch. BN-10.17 must object.
 */
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'RS53',
  says: 'A running statistic that is 0 becomes that of the batch, whatever momentum is.',
  owed: 'kill',
  breaks: ['BN-10.17'],
  make: (conventions) =>
    batchNorm(
      {
        update: (old, statistic, weight) => update(old === 0 ? statistic : old, statistic, weight),
      },
      conventions,
    ),
});
