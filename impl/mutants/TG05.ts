/** ty lacks tbeta. BN-18.1, BN-18.6, BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG05',
  says: 'ty lacks tbeta.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.6', 'BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tgamma }) => gamma * xhat.tangent + tgamma * xhat.value,
      },
      conventions,
    ),
});

export default mutant;
