/** Where gamma is fixed at 1, the gamma of the caller is overwritten with 1 (mxnet). BN-13.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'AL09',
  says: 'Training writes 1 into gamma after it was used.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        call.gamma?.data.set(filled(call.gamma, 1).data);
        return answer;
      },
    };
  },
});

export default mutant;
