/** An update in place behind an interface that promises none (FlagGems). BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AL06',
  says: 'Training writes the new running statistics into the given ones.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      if (answer.runningMean) call.runningMean?.data.set(answer.runningMean.data);
      if (answer.runningVar) call.runningVar?.data.set(answer.runningVar.data);
      return answer;
    },
  },
};

export default mutant;
