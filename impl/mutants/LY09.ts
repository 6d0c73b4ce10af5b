/** A batch of 1 is squeezed away, and with it the axis. BN-2.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { batchAxisOf } from './_shards.ts';
import { reshape } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'LY09',
  says: 'In inference of one sample y loses the batch axis.',
  owed: 'kill',
  breaks: ['BN-2.2'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { y } = right.inferForward(call);
      const batch = batchAxisOf(call.axis);
      return { y: y.shape[batch] === 1 ? reshape(y, y.shape.toSpliced(batch, 1)) : y };
    },
  },
};

export default mutant;
