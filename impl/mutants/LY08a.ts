/** A channel axis of length 1 is squeezed out of y (Keras). BN-2.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { reshape } from './_tensors.ts';

const mutant: MutantFactory = factory({
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

export default mutant;
