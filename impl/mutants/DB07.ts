/** dx lacks the term of mean(ddx · x̂). BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB07',
  says: 'dx lacks the term of mean(ddx · x̂).',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        curved: ({ xhat, product, projectedDy, projectedDdx }, i) =>
          xhat[i] * product + projectedDy.along * projectedDdx.values[i],
      },
      conventions,
    ),
});

export default mutant;
