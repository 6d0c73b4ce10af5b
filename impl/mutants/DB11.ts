/** The terms of ddx in dx lack gamma. BN-17.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB11',
  says: 'The terms of ddx in dx lack gamma.',
  owed: 'kill',
  breaks: ['BN-17.3'],
  make: (conventions) =>
    withSecondSteps(
      {
        dx: ({ r, ddgamma, projectedDy }, i, curved) => ddgamma * r * projectedDy.values[i] - r * r * curved,
      },
      conventions,
    ),
});

export default mutant;
