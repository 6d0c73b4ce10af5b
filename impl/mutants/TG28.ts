/** In inference a variance below 1/1000 is raised to it. BN-18.19 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG28',
  says: 'In inference a variance below 1/1000 is raised to it.',
  owed: 'kill',
  breaks: ['BN-18.19'],
  make: (conventions) =>
    withTangentSteps(
      {
        given: (statistics) => ({ ...statistics, variance: Math.max(1e-3, statistics.variance) }),
      },
      conventions,
    ),
});

export default mutant;
