/** beta enters ty. BN-18.3, BN-18.18 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG25',
  says: 'beta enters ty.',
  owed: 'kill',
  breaks: ['BN-18.3', 'BN-18.18'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tgamma, beta, tbeta }) => gamma * xhat.tangent + tgamma * xhat.value + tbeta + beta,
      },
      conventions,
    ),
});

export default mutant;
