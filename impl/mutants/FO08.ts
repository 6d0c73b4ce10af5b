/** A sign. BN-16.2, BN-16.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO08',
  says: 'The mean is added to the bias, not taken from it.',
  owed: 'kill',
  breaks: ['BN-16.2', 'BN-16.5'],
  make: (conventions) => foldWithout({ bias: (bias, mean, scale, beta) => (bias + mean) * scale + beta }, conventions),
});

export default mutant;
