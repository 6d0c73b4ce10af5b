/** A channel axis of length 1 is squeezed out of y (Keras). BN-2.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { reshape } from './_tensors.ts';

export default mutant({
  id: 'LY08a',
  says: 'With one channel y loses the channel axis.',
  owed: 'kill',
  breaks: ['BN-2.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: y.shape[call.axis] === 1 ? reshape(y, y.shape.toSpliced(call.axis, 1)) : y };
      },
    };
  },
});
