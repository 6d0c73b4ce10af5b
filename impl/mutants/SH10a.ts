/** Inference on rank 5 takes a branch that never writes y (OpenCV). BN-2.4, BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
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

export default mutant;
