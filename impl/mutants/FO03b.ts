/** As in the running gradient of some optimizers. BN-16.1, BN-16.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO03b',
  says: 'Epsilon is added to the standard deviation, not to the variance.',
  owed: 'kill',
  breaks: ['BN-16.1', 'BN-16.2'],
  make: (conventions) =>
    foldWithout({ scale: (gamma, variance, epsilon) => gamma / (Math.sqrt(variance) + epsilon) }, conventions),
});

export default mutant;
