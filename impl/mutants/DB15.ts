/** mean(ddx · Q(dy)) is that of Q(ddx) and Q(dy), as if Q were a projection, which epsilon prevents. BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB15',
  says: 'mean(ddx · Q(dy)) is that of Q(ddx) and Q(dy), as if Q were a projection, which epsilon prevents.',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        curved: ({ m, xhat, projectedDy, projectedDdx }, i) => {
          const product = projectedDdx.values.reduce((sum, value, k) => sum + value * projectedDy.values[k], 0) / m;
          return (
            xhat[i] * product + projectedDy.along * projectedDdx.values[i] + projectedDdx.along * projectedDy.values[i]
          );
        },
      },
      conventions,
    ),
});

export default mutant;
