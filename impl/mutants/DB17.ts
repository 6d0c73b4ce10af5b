/** The term of ddgamma in dx takes the statistics of the batch as constants. BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB17',
  says: 'The term of ddgamma in dx takes the statistics of the batch as constants.',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        dx: ({ gamma, r, ddgamma, dy }, i, curved) => ddgamma * r * dy[i] - gamma * r * r * curved,
      },
      conventions,
    ),
});

export default mutant;
