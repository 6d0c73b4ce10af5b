/** The running statistics are a static buffer that all layers of one width share. BN-13.3, BN-6.4 must object. */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD14',
  says: 'Training updates the running statistics of the last training call instead of the given ones.',
  owed: 'kill',
  breaks: ['BN-13.3', 'BN-6.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const shared = new Map<number, Pick<TrainForwardResult, 'runningMean' | 'runningVar'>>();
    return {
      ...right,
      trainForward: (call) => {
        const channels = call.x.shape[call.axis];
        const answer = right.trainForward({ ...call, ...shared.get(channels) });
        const { runningMean, runningVar } = answer;
        if (runningMean && runningVar)
          shared.set(channels, { runningMean: copyOf(runningMean), runningVar: copyOf(runningVar) });
        return answer;
      },
    };
  },
});

export default mutant;
