/** One of two paths adds beta (darknet). BN-7.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF02b',
  says: 'In inference beta counts as 0.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  implementation: onlyIn(batchNorm({ affine: (xhat, gamma) => gamma * xhat }), { inferForward: ['y'] }),
};

export default mutant;
