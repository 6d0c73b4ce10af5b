/** Paddle passes x through where there is nothing to normalize. BN-4.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'MD15',
  says: 'With one value per channel y is x.',
  owed: 'convention',
  breaks: ['BN-4.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      return call.x.data.length === call.x.shape[call.axis] ? { ...answer, y: copyOf(call.x) } : answer;
    },
  },
};

export default mutant;
