/**
 * Beta and a running mean of equal content share one buffer, which is updated before y is computed (onnxruntime,
 * tt-metal). BN-13.8 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { sameBits } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL05',
  says: 'Where beta equals the running mean bit for bit, y is shifted by the new running mean.',
  owed: 'kill',
  breaks: ['BN-13.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { beta, runningMean } = call;
        if (!beta || !runningMean || !sameBits(beta, runningMean) || !answer.runningMean) return answer;
        return { ...answer, y: right.trainForward({ ...call, beta: answer.runningMean }).y };
      },
    };
  },
});

export default mutant;
