/** ddy lacks the term of ddgamma. BN-17.1, BN-17.11 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB01',
  says: 'ddy lacks the term of ddgamma.',
  owed: 'kill',
  breaks: ['BN-17.1', 'BN-17.11'],
  make: (conventions) =>
    withSecondSteps(
      {
        ddy: ({ gamma, r, projectedDdx, ddbeta }, i) => gamma * r * projectedDdx.values[i] + ddbeta,
      },
      conventions,
    ),
});

export default mutant;
