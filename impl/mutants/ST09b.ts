/** A power of 2 in place of a power of 1/2. BN-3.3, BN-4.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'ST09b',
  says: 'x - mean is divided by (v + epsilon)².',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / (v + epsilon) ** 2 }),
};

export default mutant;
