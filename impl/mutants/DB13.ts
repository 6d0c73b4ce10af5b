/** Second derivatives leave epsilon out. BN-17.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainSecondSteps } from '../plain/double-backward.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB13',
  says: 'Second derivatives leave epsilon out.',
  owed: 'kill',
  breaks: ['BN-17.7'],
  make: (conventions) =>
    withSecondSteps(
      {
        standardize: (x) => plainSecondSteps.standardize(x, 0),
      },
      conventions,
    ),
});

export default mutant;
