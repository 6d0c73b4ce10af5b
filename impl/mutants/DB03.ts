/** ddy takes the statistics of the batch as constants: neither the mean of ddx nor its part along x̂ is taken out. BN-17.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB03',
  says: 'ddy takes the statistics of the batch as constants: neither the mean of ddx nor its part along x̂ is taken out.',
  owed: 'kill',
  breaks: ['BN-17.1'],
  make: (conventions) =>
    withSecondSteps(
      {
        ddy: ({ gamma, r, ddx, ddgamma, ddbeta, xhat }, i) => gamma * r * ddx[i] + ddgamma * xhat[i] + ddbeta,
      },
      conventions,
    ),
});

export default mutant;
