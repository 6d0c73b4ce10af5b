/** A guard against division by 0. BN-16.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO20',
  says: 'A variance below 1e-3 counts as 1e-3.',
  owed: 'kill',
  breaks: ['BN-16.8'],
  make: (conventions) =>
    foldWithout(
      { scale: (gamma, variance, epsilon) => gamma / Math.sqrt(Math.max(variance, 1e-3) + epsilon) },
      conventions,
    ),
});

export default mutant;
