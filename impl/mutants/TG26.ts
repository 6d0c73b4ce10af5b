/** The product of the tangents of gamma and of the normalized value is added to ty. BN-18.1, BN-18.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG26',
  says: 'The product of the tangents of gamma and of the normalized value is added to ty.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.8'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tgamma, tbeta }) => (gamma + tgamma) * xhat.tangent + tgamma * xhat.value + tbeta,
      },
      conventions,
    ),
});

export default mutant;
