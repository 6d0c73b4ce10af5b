/** The tangent of r has the wrong sign. BN-18.1, BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG10',
  says: 'The tangent of r has the wrong sign.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        invStd: (statistics, epsilon) => {
          const { value, tangent } = plainTangentSteps.invStd(statistics, epsilon);
          return { value, tangent: -tangent };
        },
      },
      conventions,
    ),
});

export default mutant;
