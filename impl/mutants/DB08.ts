/** dx is that of a gradient whose saved statistics are constants: an operation of first order that is differentiated again. BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB08',
  says: 'dx is that of a gradient whose saved statistics are constants: an operation of first order that is differentiated again.',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        dx: ({ gamma, r, ddgamma, dy, ddx, projectedDy, projectedDdx }, i) =>
          ddgamma * r * dy[i] - gamma * r * r * (ddx[i] * projectedDy.along + dy[i] * projectedDdx.along),
      },
      conventions,
    ),
});

export default mutant;
