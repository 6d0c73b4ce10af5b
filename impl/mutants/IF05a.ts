/** Outputs by position, in another order. BN-3.2, BN-3.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'IF05a',
  says: 'The variance and the inverse standard deviation are swapped on the way out.',
  owed: 'kill',
  breaks: ['BN-3.2', 'BN-3.3'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { variance, invStd, ...rest } = right.trainForward(call);
      return { ...rest, ...(invStd && { variance: invStd }), ...(variance && { invStd: variance }) };
    },
  },
};

export default mutant;
