/** Epsilon is subtracted from the variance instead of added. BN-3.3, BN-4.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'EP06c',
  says: 'Epsilon is subtracted from the variance.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v - epsilon) }, conventions),
});
