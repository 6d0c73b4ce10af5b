/** A batch of one sample counts as inference. BN-3.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { batchAxisOf } from './_shards.ts';

const mutant: MutantFactory = factory({
  id: 'SH15a',
  says: 'With a batch of 1 training normalizes with the running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { runningMean, runningVar } = call;
        const answer = right.trainForward(call);
        if (call.x.shape[batchAxisOf(call.axis)] > 1 || !runningMean || !runningVar) return answer;
        return { ...answer, ...right.inferForward({ ...call, mean: runningMean, variance: runningVar }) };
      },
    };
  },
});

export default mutant;
