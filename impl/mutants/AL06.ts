/**
 * The given running statistics are updated in place behind an interface that promises new ones (FlagGems). BN-13.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL06',
  says: 'Training writes the new running statistics into the given ones.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        if (answer.runningMean) call.runningMean?.data.set(answer.runningMean.data);
        if (answer.runningVar) call.runningVar?.data.set(answer.runningVar.data);
        return answer;
      },
    };
  },
});

export default mutant;
