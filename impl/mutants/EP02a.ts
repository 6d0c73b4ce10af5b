/** Epsilon is missing, so that a constant channel divides by 0. BN-4.2, BN-4.3 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'EP02a',
  says: 'Epsilon counts as 0.',
  owed: 'kill',
  breaks: ['BN-4.2', 'BN-4.3'],
  make: (conventions) => batchNorm({ inverseStd: (v) => 1 / Math.sqrt(v) }, conventions),
});
