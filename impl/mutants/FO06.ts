/** `gamma || 1`. BN-16.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO06',
  says: 'A gamma of 0 counts as 1.',
  owed: 'kill',
  breaks: ['BN-16.7'],
  make: (conventions) =>
    foldWithout({ scale: (gamma, variance, epsilon) => (gamma || 1) / Math.sqrt(variance + epsilon) }, conventions),
});

export default mutant;
