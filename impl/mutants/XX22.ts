/** A view of the parameters’ shape is handed out. BN-2.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { reshape } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX22',
  says: 'dgamma comes back with a leading axis of 1.',
  owed: 'kill',
  breaks: ['BN-2.3'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const { dgamma, ...rest } = right.trainBackward(call);
      return { ...rest, ...(dgamma && { dgamma: reshape(dgamma, [1, dgamma.data.length]) }) };
    },
  },
};

export default mutant;
