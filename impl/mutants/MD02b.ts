/** The update comes first, and the normalization reads what was updated. BN-3.4, BN-11.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'MD02b',
  says: 'Training normalizes with the new running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4', 'BN-11.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, runningVar } = answer;
      if (runningMean === undefined || runningVar === undefined) return answer;
      return { ...answer, ...right.inferForward({ ...call, mean: runningMean, variance: runningVar }) };
    },
  },
};

export default mutant;
