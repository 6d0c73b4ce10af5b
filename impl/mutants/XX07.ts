/** A single value tells nothing of the spread, and so nothing is learned from it at all. BN-6.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX07',
  says: 'With one value per channel the running mean stays as it is.',
  owed: 'kill',
  breaks: ['BN-6.9'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean } = call;
      const single = call.x.data.length === call.x.shape[call.axis];
      return single && runningMean ? { ...answer, runningMean: copyOf(runningMean) } : answer;
    },
  },
};

export default mutant;
