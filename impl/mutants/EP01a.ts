/** The order of square root and addition, as in early darknet. BN-3.3, BN-4.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP01a',
  says: 'Epsilon is added outside the square root: 1 / (√v + epsilon).',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon) }),
};

export default mutant;
