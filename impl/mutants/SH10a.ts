/** Inference on rank 5 takes a branch that never writes y (OpenCV). BN-2.4, BN-7.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { filled } from './_tensors.ts';

export default mutant({
  id: 'SH10a',
  says: 'In inference on tensors of rank 5 y is never written.',
  owed: 'kill',
  breaks: ['BN-2.4', 'BN-7.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { y } = right.inferForward(call);
        return { y: y.shape.length === 5 ? filled(y, 0) : y };
      },
    };
  },
});
