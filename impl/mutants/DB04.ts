/** dx lacks the term of ddgamma. BN-17.3, BN-17.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB04',
  says: 'dx lacks the term of ddgamma.',
  owed: 'kill',
  breaks: ['BN-17.3', 'BN-17.10'],
  make: (conventions) =>
    withSecondSteps(
      {
        dx: ({ gamma, r }, _, curved) => -gamma * r * r * curved,
      },
      conventions,
    ),
});

export default mutant;
