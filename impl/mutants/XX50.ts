/** Whether there is a layer to be trained is told by its beta. BN-13.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX50',
  says: 'Where beta is missing training answers without running statistics.',
  owed: 'kill',
  breaks: ['BN-13.10'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      if (call.beta) return answer;
      const { runningMean: _mean, runningVar: _var, ...rest } = answer;
      return rest;
    },
  },
};

export default mutant;
