/** The square root was forgotten. BN-3.3, BN-4.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'ST09a',
  says: 'x - mean is divided by v + epsilon instead of its square root.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.1'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / (v + epsilon) }),
};

export default mutant;
