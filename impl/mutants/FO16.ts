/** The scale is taken for a standard deviation. BN-16.1, BN-16.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO16',
  says: 'Gamma is used without its sign.',
  owed: 'kill',
  breaks: ['BN-16.1', 'BN-16.7'],
  make: (conventions) =>
    foldWithout({ scale: (gamma, variance, epsilon) => Math.abs(gamma) / Math.sqrt(variance + epsilon) }, conventions),
});

export default mutant;
