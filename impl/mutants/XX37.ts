/** 0 counts as not yet measured. BN-10.17 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX37',
  says: 'A running statistic that is 0 becomes that of the batch, whatever momentum is.',
  owed: 'kill',
  breaks: ['BN-10.17'],
  implementation: batchNorm({
    update: (old, statistic, weight) => update(old === 0 ? statistic : old, statistic, weight),
  }),
};

export default mutant;
