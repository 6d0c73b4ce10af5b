/** In inference tvariance counts twice: the half of the root is forgotten. BN-18.16, BN-18.25 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG11',
  says: 'In inference tvariance counts twice: the half of the root is forgotten.',
  owed: 'kill',
  breaks: ['BN-18.16', 'BN-18.25'],
  make: (conventions) =>
    withTangentSteps(
      {
        given: (statistics) => ({ ...statistics, tvariance: 2 * statistics.tvariance }),
      },
      conventions,
    ),
});

export default mutant;
