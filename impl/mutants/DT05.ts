/**
 * The first call of each shape runs the kernel several times to find the fastest, and each run updates. BN-6.1 must
 * object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const tuned = new Set<string>();

const mutant: Mutant = {
  id: 'DT05',
  says: 'The first training call of a shape updates the running statistics twice.',
  owed: 'kill',
  breaks: ['BN-6.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const key = call.x.shape.join();
      const answer = right.trainForward(call);
      if (tuned.has(key)) return answer;
      tuned.add(key);
      const { runningMean, runningVar } = answer;
      return right.trainForward({ ...call, ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) });
    },
  },
};

export default mutant;
