/** The tangent of the normalized value has r³ in place of r. BN-18.1, BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG07',
  says: 'The tangent of the normalized value has r³ in place of r.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tgamma, tbeta }, r) => gamma * xhat.tangent * r.value ** 2 + tgamma * xhat.value + tbeta,
      },
      conventions,
    ),
});

export default mutant;
