/** Epsilon is squared, as if it belonged to the standard deviation. BN-3.3, BN-4.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'EP06a',
  says: 'Epsilon is squared: 1 / √(v + epsilon²).',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v + epsilon * epsilon) }, conventions),
});
