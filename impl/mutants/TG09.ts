/** The tangent of r leaves epsilon out. BN-18.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG09',
  says: 'The tangent of r leaves epsilon out.',
  owed: 'kill',
  breaks: ['BN-18.5'],
  make: (conventions) =>
    withTangentSteps(
      {
        invStd: (statistics, epsilon) => {
          const { value } = plainTangentSteps.invStd(statistics, epsilon);
          const { variance, tvariance } = statistics;
          return { value, tangent: variance === 0 ? 0 : -tvariance / 2 / variance ** 1.5 };
        },
      },
      conventions,
    ),
});

export default mutant;
