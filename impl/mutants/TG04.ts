/** ty lacks the term of tgamma. BN-18.1, BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG04',
  says: 'ty lacks the term of tgamma.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tbeta }) => gamma * xhat.tangent + tbeta,
      },
      conventions,
    ),
});

export default mutant;
