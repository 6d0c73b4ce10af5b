/** ddy lacks ddbeta. BN-17.1, BN-17.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB02',
  says: 'ddy lacks ddbeta.',
  owed: 'kill',
  breaks: ['BN-17.1', 'BN-17.8'],
  make: (conventions) =>
    withSecondSteps(
      {
        ddy: ({ gamma, r, projectedDdx, ddgamma, xhat }, i) => gamma * r * projectedDdx.values[i] + ddgamma * xhat[i],
      },
      conventions,
    ),
});

export default mutant;
