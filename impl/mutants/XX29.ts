/** Only the first epsilon is read; the object lives on. BN-7.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
let epsilon: number | undefined;

const mutant: Mutant = {
  id: 'XX29',
  says: 'Inference keeps the epsilon of its first call.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  implementation: {
    ...right,
    inferForward: (call) => {
      epsilon ??= call.epsilon;
      return right.inferForward({ ...call, epsilon });
    },
  },
};

export default mutant;
