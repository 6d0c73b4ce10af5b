/**
 * The first call of each shape runs the kernel several times to find the fastest, and each run updates. BN-6.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'DT05',
  says: 'The first training call of a shape updates the running statistics twice.',
  owed: 'kill',
  breaks: ['BN-6.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const tuned = new Set<string>();
    return {
      ...right,
      trainForward: (call) => {
        const key = call.x.shape.join();
        const answer = right.trainForward(call);
        if (tuned.has(key)) return answer;
        tuned.add(key);
        const { runningMean, runningVar } = answer;
        return right.trainForward({ ...call, ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) });
      },
    };
  },
});

export default mutant;
