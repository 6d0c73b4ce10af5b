/** A branch that ends without writing its result (OpenCV). BN-2.4, BN-7.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH10a',
  says: 'In inference on tensors of rank 5 y is never written.',
  owed: 'kill',
  breaks: ['BN-2.4', 'BN-7.1'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { y } = right.inferForward(call);
      return { y: y.shape.length === 5 ? filled(y, 0) : y };
    },
  },
};

export default mutant;
