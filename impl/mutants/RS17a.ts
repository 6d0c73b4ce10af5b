/** The running mean and the running variance are swapped, two buffers of one shape. BN-6.1, BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS17a',
  says: 'The running mean and the running variance are swapped on the way out.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { runningMean, runningVar, ...rest } = right.trainForward(call);
        return {
          ...rest,
          ...(runningVar && { runningMean: runningVar }),
          ...(runningMean && { runningVar: runningMean }),
        };
      },
    };
  },
});

export default mutant;
