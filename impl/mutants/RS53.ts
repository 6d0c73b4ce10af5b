/**
 * A running statistic that is 0 counts as not yet measured and is replaced by that of the batch. BN-10.17 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
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

export default mutant;
