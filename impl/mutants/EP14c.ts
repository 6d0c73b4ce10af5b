/** Epsilon is the lower limit of the variance, max(v, epsilon), instead of being added. BN-3.3, BN-4.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'EP14c',
  says: 'The variance is raised to epsilon instead of epsilon being added to it.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(Math.max(v, epsilon)) }, conventions),
});
