/** tgamma and tbeta are swapped. BN-18.1, BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG06',
  says: 'tgamma and tbeta are swapped.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.16'],
  make: (conventions) =>
    withTangentSteps(
      {
        ty: (xhat, { gamma, tgamma, tbeta }) => gamma * xhat.tangent + tbeta * xhat.value + tgamma,
      },
      conventions,
    ),
});

export default mutant;
