/** Whether there are running statistics is told by the mean alone. BN-6.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX51',
  says: 'A running variance without a running mean stays as it is.',
  owed: 'kill',
  breaks: ['BN-6.10'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, runningVar } = call;
      if (runningMean || !runningVar) return answer;
      return { ...answer, runningVar: { ...runningVar, data: runningVar.data.slice() } };
    },
  },
};

export default mutant;
