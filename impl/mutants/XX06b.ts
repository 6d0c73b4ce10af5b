/** Scalars travel in half precision. BN-6.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';

const weightOf = weighing();

const mutant: Mutant = {
  id: 'XX06b',
  says: 'Momentum is rounded to float16, though everything is float32.',
  owed: 'kill',
  breaks: ['BN-6.1'],
  implementation: batchNorm({
    update: (old, statistic, weight) => update(old, statistic, weightOf(roundTo('float16', weightOf(weight)))),
  }),
};

export default mutant;
