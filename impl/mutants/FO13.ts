/** Precedence. BN-16.2, BN-16.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO13',
  says: 'The bias is scaled, and the mean that is taken from it is not.',
  owed: 'kill',
  breaks: ['BN-16.2', 'BN-16.5'],
  make: (conventions) => foldWithout({ bias: (bias, mean, scale, beta) => bias * scale - mean + beta }, conventions),
});

export default mutant;
