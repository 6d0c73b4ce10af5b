/** A momentum below 0.01 is raised to 0.01, as if it were a slip. BN-6.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS54',
  says: 'A momentum below 0.01 counts as 0.01, unless it is 0.',
  owed: 'kill',
  breaks: ['BN-6.3'],
  make: (conventions) => {
    const weightOf = weighing(conventions);
    return batchNorm(
      {
        update: (old, statistic, weight) => {
          const momentum = weightOf(weight);
          return update(old, statistic, weightOf(momentum > 0 ? Math.max(momentum, 0.01) : momentum));
        },
      },
      conventions,
    );
  },
});

export default mutant;
