/**
 * Without running statistics there is no buffer for the centred values, so that x has to do (FlagGems). BN-13.1 must
 * object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AL03',
  says: 'Training without running statistics writes into x.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      if (call.runningMean === undefined) call.x.data.set(answer.y.data);
      return answer;
    },
  },
};

export default mutant;
