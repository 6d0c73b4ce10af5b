/** The twin of a shared buffer: the other pair. BN-13.8 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { sameBits } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX26',
  says: 'Where gamma equals the running variance bit for bit, y is scaled by the new running variance.',
  owed: 'kill',
  breaks: ['BN-13.8'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { gamma, runningVar } = call;
      if (!gamma || !runningVar || !sameBits(gamma, runningVar) || !answer.runningVar) return answer;
      return { ...answer, y: right.trainForward({ ...call, gamma: answer.runningVar }).y };
    },
  },
};

export default mutant;
