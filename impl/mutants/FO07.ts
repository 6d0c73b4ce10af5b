/** The root is forgotten. BN-16.1, BN-16.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO07',
  says: 'The weight is divided by the variance and not by the standard deviation.',
  owed: 'kill',
  breaks: ['BN-16.1', 'BN-16.2'],
  make: (conventions) =>
    foldWithout({ scale: (gamma, variance, epsilon) => gamma / (variance + epsilon) }, conventions),
});

export default mutant;
