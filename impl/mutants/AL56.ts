/** Training overwrites a large x with y to save a copy. BN-13.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL56',
  says: 'From 1024 values on training writes y over x.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        if (call.x.data.length >= 1024) call.x.data.set(answer.y.data);
        return answer;
      },
    };
  },
});

export default mutant;
