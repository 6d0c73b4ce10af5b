/** dgamma is returned in the shape that broadcasts, with a leading axis of 1. BN-2.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { reshape } from './_tensors.ts';

const mutant: MutantFactory = factory({
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

export default mutant;
