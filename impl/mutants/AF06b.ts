/** Beta is added before the multiplication by gamma. BN-5.1, BN-11.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'AF06b',
  says: 'y is gamma · (x̂ + beta).',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.1'],
  make: (conventions) => batchNorm({ affine: (xhat, gamma, beta) => gamma * (xhat + beta) }, conventions),
});
