/** Epsilon is squared, as if it belonged to the standard deviation. BN-3.3, BN-4.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP06a',
  says: 'Epsilon is squared: 1 / √(v + epsilon²).',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v + epsilon * epsilon) }, conventions),
});

export default mutant;
