/** A gamma that is fixed is written as 1 (mxnet). BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AL09',
  says: 'Training writes 1 into gamma after it was used.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      call.gamma?.data.set(filled(call.gamma, 1).data);
      return answer;
    },
  },
};

export default mutant;
