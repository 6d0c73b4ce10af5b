/** A shortcut for a single value: x - mean is 0, and so is y. BN-4.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX30',
  says: 'With one value per channel y is 0, whatever beta is.',
  owed: 'kill',
  breaks: ['BN-4.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { y, ...rest } = right.trainForward(call);
      return { ...rest, y: y.data.length === y.shape[call.axis] ? filled(y, 0) : y };
    },
  },
};

export default mutant;
