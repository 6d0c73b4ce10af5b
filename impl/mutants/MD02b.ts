/** Training updates the running statistics first and normalizes with the result. BN-3.4, BN-11.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD02b',
  says: 'Training normalizes with the new running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4', 'BN-11.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = answer;
        if (runningMean === undefined || runningVar === undefined) return answer;
        return { ...answer, ...right.inferForward({ ...call, mean: runningMean, variance: runningVar }) };
      },
    };
  },
});

export default mutant;
