/** A running variance without a running mean is not updated: only the mean is asked for. BN-6.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS55',
  says: 'A running variance without a running mean stays as it is.',
  owed: 'kill',
  breaks: ['BN-6.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = call;
        if (runningMean || !runningVar) return answer;
        return { ...answer, runningVar: { ...runningVar, data: runningVar.data.slice() } };
      },
    };
  },
});

export default mutant;
