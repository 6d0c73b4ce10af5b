/**
 * Without running statistics x is overwritten: it serves as the buffer for centred values (FlagGems). BN-13.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL03',
  says: 'Training without running statistics writes into x.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        if (call.runningMean === undefined) call.x.data.set(answer.y.data);
        return answer;
      },
    };
  },
});

export default mutant;
