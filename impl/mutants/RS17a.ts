/** Two buffers of one shape. BN-6.1, BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'RS17a',
  says: 'The running mean and the running variance are swapped on the way out.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.2'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { runningMean, runningVar, ...rest } = right.trainForward(call);
      return {
        ...rest,
        ...(runningVar && { runningMean: runningVar }),
        ...(runningMean && { runningVar: runningMean }),
      };
    },
  },
};

export default mutant;
