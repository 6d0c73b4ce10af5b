/** Where x is large there is no copy to spare. BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX48',
  says: 'From 1024 values on training leaves y where x was.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      if (call.x.data.length >= 1024) call.x.data.set(answer.y.data);
      return answer;
    },
  },
};

export default mutant;
