/** A mean that comes alone is updated where it lies. BN-6.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX75',
  says: 'A running mean without a running variance is overwritten by the new one.',
  owed: 'kill',
  breaks: ['BN-6.10'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, runningVar } = call;
      if (runningMean && !runningVar && answer.runningMean) runningMean.data.set(answer.runningMean.data);
      return answer;
    },
  },
};

export default mutant;
