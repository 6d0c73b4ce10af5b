/**
 * The given running statistics are updated in place behind an interface that promises new ones (FlagGems). BN-13.1 must
 * object.
 */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
