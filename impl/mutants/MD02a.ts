/**
 * Training ignores its mode and normalizes with the running statistics (OpenCV; Equinox did so by design). BN-3.4,
 * BN-5.1 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD02a',
  says: 'Training normalizes with the old running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4', 'BN-5.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { runningMean, runningVar } = call;
        if (runningMean === undefined || runningVar === undefined) return right.trainForward(call);
        const { y } = right.inferForward({ ...call, mean: runningMean, variance: runningVar });
        return { ...right.trainForward(call), y };
      },
    };
  },
});

export default mutant;
