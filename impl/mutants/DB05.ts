/** dx lacks the term along x̂, of mean(ddx · Q(dy)). BN-17.3, BN-17.6, BN-17.12, BN-17.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB05',
  says: 'dx lacks the term along x̂, of mean(ddx · Q(dy)).',
  owed: 'kill',
  breaks: ['BN-17.3', 'BN-17.6', 'BN-17.12', 'BN-17.14'],
  make: (conventions) =>
    withSecondSteps(
      {
        curved: ({ projectedDy, projectedDdx }, i) =>
          projectedDy.along * projectedDdx.values[i] + projectedDdx.along * projectedDy.values[i],
      },
      conventions,
    ),
});

export default mutant;
