/** The mode is ignored (OpenCV); Equinox did so by design. BN-3.4, BN-5.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'MD02a',
  says: 'Training normalizes with the old running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4', 'BN-5.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { runningMean, runningVar } = call;
      if (runningMean === undefined || runningVar === undefined) return right.trainForward(call);
      const { y } = right.inferForward({ ...call, mean: runningMean, variance: runningVar });
      return { ...right.trainForward(call), y };
    },
  },
};

export default mutant;
