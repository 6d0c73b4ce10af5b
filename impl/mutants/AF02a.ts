/** Training normalizes and scales, and that is all. BN-5.1, BN-11.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF02a',
  says: 'In training beta counts as 0.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.1'],
  implementation: onlyIn(batchNorm({ affine: (xhat, gamma) => gamma * xhat }), { trainForward: ['y'] }),
};

export default mutant;
