/** A momentum of 0 counts as not given: momentum || 0.1. BN-6.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS50',
  says: 'A momentum of 0 counts as 0.1.',
  owed: 'kill',
  breaks: ['BN-6.3'],
  make: (conventions) => {
    const weightOf = weighing(conventions);
    return batchNorm(
      {
        update: (old, statistic, weight) => update(old, statistic, weightOf(weightOf(weight) || 0.1)),
      },
      conventions,
    );
  },
});

export default mutant;
