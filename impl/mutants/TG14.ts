/** tgamma multiplies x - mean, which is not normalized. BN-18.1, BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG14',
  says: 'tgamma multiplies x - mean, which is not normalized.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tgamma, tbeta }, r) => gamma * xhat.tangent + (tgamma * xhat.value) / r.value + tbeta,
      },
      conventions,
    ),
});

export default mutant;
