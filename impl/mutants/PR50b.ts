/** Momentum is passed in half precision, whatever the type of x. BN-6.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR50b',
  says: 'Momentum is rounded to float16, though everything is float32.',
  owed: 'kill',
  breaks: ['BN-6.1'],
  make: (conventions) => {
    const weightOf = weighing(conventions);
    return batchNorm(
      {
        update: (old, statistic, weight) => update(old, statistic, weightOf(roundTo('float16', weightOf(weight)))),
      },
      conventions,
    );
  },
});

export default mutant;
