/** The statistics of a single channel are squeezed to a scalar, which gradients cannot index. BN-2.3 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'LY08b',
  says: 'Gradients fail where there is one channel.',
  owed: 'kill',
  breaks: ['BN-2.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        if (call.x.shape[call.axis] === 1) throw new TypeError('a scalar has no index 0');
        return right.trainBackward(call);
      },
    };
  },
});
