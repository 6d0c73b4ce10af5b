/** A batch of one sample is taken for inference. BN-3.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { batchAxisOf } from './_shards.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH15a',
  says: 'With a batch of 1 training normalizes with the running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { runningMean, runningVar } = call;
      const answer = right.trainForward(call);
      if (call.x.shape[batchAxisOf(call.axis)] > 1 || !runningMean || !runningVar) return answer;
      return { ...answer, ...right.inferForward({ ...call, mean: runningMean, variance: runningVar }) };
    },
  },
};

export default mutant;
