/** A momentum that is thought too small to be meant. BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';

const weightOf = weighing();

const mutant: Mutant = {
  id: 'XX41',
  says: 'A momentum below 0.01 counts as 0.01, unless it is 0.',
  owed: 'kill',
  breaks: ['BN-6.3'],
  implementation: batchNorm({
    update: (old, statistic, weight) => {
      const momentum = weightOf(weight);
      return update(old, statistic, weightOf(momentum > 0 ? Math.max(momentum, 0.01) : momentum));
    },
  }),
};

export default mutant;
