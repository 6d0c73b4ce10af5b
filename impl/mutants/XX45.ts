/** The channel axis is searched for by its length, in one operation alone. BN-2.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX45',
  says: 'In gradients of inference the last axis as long as the channels is taken for the channel axis.',
  owed: 'kill',
  breaks: ['BN-2.5'],
  implementation: {
    ...right,
    inferBackward: (call) => {
      const { shape } = call.x;
      return right.inferBackward({ ...call, axis: shape.lastIndexOf(shape[call.axis]) });
    },
  },
};

export default mutant;
