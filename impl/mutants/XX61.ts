/** A table of zeros stands in for a missing beta, and it has 256 entries. BN-14.2 must object. */
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX61',
  says: 'In inference without beta channel 256 and those after it are shifted by 1.',
  owed: 'kill',
  breaks: ['BN-14.2'],
  implementation: {
    ...right,
    inferForward: (call) => {
      if (call.beta) return right.inferForward(call);
      const beta = mapTensor(call.mean, (_, c) => (c < 256 ? 0 : 1));
      return right.inferForward({ ...call, beta });
    },
  },
};

export default mutant;
