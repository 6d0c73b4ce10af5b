/**
 * Constants of equal content share one buffer, and the update comes before the normalization (onnxruntime, tt-metal).
 * BN-13.8 must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { sameBits } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AL05',
  says: 'Where beta equals the running mean bit for bit, y is shifted by the new running mean.',
  owed: 'kill',
  breaks: ['BN-13.8'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { beta, runningMean } = call;
      if (!beta || !runningMean || !sameBits(beta, runningMean) || !answer.runningMean) return answer;
      return { ...answer, y: right.trainForward({ ...call, beta: answer.runningMean }).y };
    },
  },
};

export default mutant;
