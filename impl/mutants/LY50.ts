/** dgamma is returned in the shape that broadcasts, with a leading axis of 1. BN-2.3 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { reshape } from './_tensors.ts';

export default mutant({
  id: 'LY50',
  says: 'dgamma comes back with a leading axis of 1.',
  owed: 'kill',
  breaks: ['BN-2.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        const { dgamma, ...rest } = right.trainBackward(call);
        return { ...rest, ...(dgamma && { dgamma: reshape(dgamma, [1, dgamma.data.length]) }) };
      },
    };
  },
});
