/** The square root of epsilon is added to the variance, where epsilon itself belongs. BN-3.3, BN-4.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'EP06b',
  says: 'The square root of epsilon is added to the variance.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v + Math.sqrt(epsilon)) }, conventions),
});
