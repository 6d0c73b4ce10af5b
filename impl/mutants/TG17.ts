/** In inference tvariance is taken for the tangent of the standard deviation. BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG17',
  says: 'In inference tvariance is taken for the tangent of the standard deviation.',
  owed: 'kill',
  breaks: ['BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        given: (statistics) => {
          const { variance, tvariance } = statistics;
          return { ...statistics, tvariance: 2 * Math.sqrt(variance) * tvariance };
        },
      },
      conventions,
    ),
});

export default mutant;
