/** 0 counts as not given: momentum || 0.1. BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';

const weightOf = weighing();

const mutant: Mutant = {
  id: 'XX05',
  says: 'A momentum of 0 counts as 0.1.',
  owed: 'kill',
  breaks: ['BN-6.3'],
  implementation: batchNorm({
    update: (old, statistic, weight) => update(old, statistic, weightOf(weightOf(weight) || 0.1)),
  }),
};

export default mutant;
