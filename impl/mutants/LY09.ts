/** A batch axis of length 1 is squeezed out of y. BN-2.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { batchAxisOf } from './_shards.ts';
import { reshape } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY09',
  says: 'In inference of one sample y loses the batch axis.',
  owed: 'kill',
  breaks: ['BN-2.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { y } = right.inferForward(call);
        const batch = batchAxisOf(call.axis);
        return { y: y.shape[batch] === 1 ? reshape(y, y.shape.toSpliced(batch, 1)) : y };
      },
    };
  },
});

export default mutant;
