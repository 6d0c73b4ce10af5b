/** A length of 1 is squeezed away, and with it the axis (Keras). BN-2.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { reshape } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'LY08a',
  says: 'With one channel y loses the channel axis.',
  owed: 'kill',
  breaks: ['BN-2.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { y, ...rest } = right.trainForward(call);
      return { ...rest, y: y.shape[call.axis] === 1 ? reshape(y, y.shape.toSpliced(call.axis, 1)) : y };
    },
  },
};

export default mutant;
