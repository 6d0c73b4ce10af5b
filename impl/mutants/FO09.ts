/** The shift is forgotten. BN-16.2, BN-16.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO09',
  says: 'Beta is left out.',
  owed: 'kill',
  breaks: ['BN-16.2', 'BN-16.7'],
  make: (conventions) => foldWithout({ bias: (bias, mean, scale) => (bias - mean) * scale }, conventions),
});

export default mutant;
