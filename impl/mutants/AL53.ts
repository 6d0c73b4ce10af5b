/**
 * Gamma and a running variance of equal content share one buffer, which is updated before y is computed. BN-13.8 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { sameBits } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL53',
  says: 'Where gamma equals the running variance bit for bit, y is scaled by the new running variance.',
  owed: 'kill',
  breaks: ['BN-13.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { gamma, runningVar } = call;
        if (!gamma || !runningVar || !sameBits(gamma, runningVar) || !answer.runningVar) return answer;
        return { ...answer, y: right.trainForward({ ...call, gamma: answer.runningVar }).y };
      },
    };
  },
});

export default mutant;
