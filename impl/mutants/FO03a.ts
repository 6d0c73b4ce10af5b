/** The variance is taken for the denominator. BN-16.1, BN-16.2, BN-16.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO03a',
  says: 'Epsilon is left out.',
  owed: 'kill',
  breaks: ['BN-16.1', 'BN-16.2', 'BN-16.8'],
  make: (conventions) => foldWithout({ scale: (gamma, variance) => gamma / Math.sqrt(variance) }, conventions),
});

export default mutant;
