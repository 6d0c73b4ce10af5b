/** Precedence. BN-16.2, BN-16.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO21',
  says: 'Beta is scaled, too.',
  owed: 'kill',
  breaks: ['BN-16.2', 'BN-16.5'],
  make: (conventions) => foldWithout({ bias: (bias, mean, scale, beta) => (bias - mean + beta) * scale }, conventions),
});

export default mutant;
