/** Statistics of one channel become a scalar that nothing can index. BN-2.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'LY08b',
  says: 'Gradients fail where there is one channel.',
  owed: 'kill',
  breaks: ['BN-2.3'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      if (call.x.shape[call.axis] === 1) throw new TypeError('a scalar has no index 0');
      return right.trainBackward(call);
    },
  },
};

export default mutant;
