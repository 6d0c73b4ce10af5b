/** dgamma contains gamma. BN-17.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB10',
  says: 'dgamma contains gamma.',
  owed: 'kill',
  breaks: ['BN-17.2'],
  make: (conventions) =>
    withSecondSteps(
      {
        dgamma: ({ m, gamma, r, product }) => gamma * m * r * product,
      },
      conventions,
    ),
});

export default mutant;
