/** A running mean without a running variance is overwritten by the new one. BN-6.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL61',
  says: 'A running mean without a running variance is overwritten by the new one.',
  owed: 'kill',
  breaks: ['BN-6.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = call;
        if (runningMean && !runningVar && answer.runningMean) runningMean.data.set(answer.runningMean.data);
        return answer;
      },
    };
  },
});

export default mutant;
