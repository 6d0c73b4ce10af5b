/** A momentum that is thought too small to be meant. BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX41',
  says: 'A momentum below 0.01 counts as 0.01, unless it is 0.',
  owed: 'kill',
  breaks: ['BN-6.3'],
  implementation: batchNorm({
    update: (old, statistic, weight) => update(old, statistic, weight > 0 ? Math.max(weight, 0.01) : weight),
  }),
};

export default mutant;
