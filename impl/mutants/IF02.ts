/** An attribute that is never read (TVM). BN-6.1, BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';

const weightOf = weighing();

const mutant: Mutant = {
  id: 'IF02',
  says: 'Momentum is always 0.1.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  implementation: batchNorm({ update: (old, statistic) => update(old, statistic, weightOf(0.1)) }),
};

export default mutant;
