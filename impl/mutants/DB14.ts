/** The expanded dx counts the product of the sums along x̂ once instead of three times. BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainSecondSteps } from '../plain/double-backward.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB14',
  says: 'The expanded dx counts the product of the sums along x̂ once instead of three times.',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        curved: (channel, i) => {
          const { xhat, projectedDy, projectedDdx } = channel;
          return plainSecondSteps.curved(channel, i) + 2 * xhat[i] * projectedDy.along * projectedDdx.along;
        },
      },
      conventions,
    ),
});

export default mutant;
