/** ty lacks gamma. BN-18.1, BN-18.16, BN-18.20 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG13',
  says: 'ty lacks gamma.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.16', 'BN-18.20'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { tgamma, tbeta }) => xhat.tangent + tgamma * xhat.value + tbeta,
      },
      conventions,
      ['inferBackward'],
    ),
});

export default mutant;
