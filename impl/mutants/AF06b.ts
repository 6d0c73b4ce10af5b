/** Beta is added before the multiplication. BN-5.1, BN-11.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF06b',
  says: 'y is gamma · (x̂ + beta).',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.1'],
  implementation: batchNorm({ affine: (xhat, gamma, beta) => gamma * (xhat + beta) }),
};

export default mutant;
