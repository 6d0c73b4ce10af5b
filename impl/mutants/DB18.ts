/** The terms of ddx in dx have the wrong sign. BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB18',
  says: 'The terms of ddx in dx have the wrong sign.',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        dx: ({ gamma, r, ddgamma, projectedDy }, i, curved) =>
          ddgamma * r * projectedDy.values[i] + gamma * r * r * curved,
      },
      conventions,
    ),
});

export default mutant;
