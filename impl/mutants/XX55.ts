/** What is missing is filled in where the caller sees it. BN-13.1 must object. */
import { tensor } from '../../spec/terms/tensor.ts';
import type { Tensor } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX55',
  says: 'A call without gamma comes back with one.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const channels = call.x.shape[call.axis];
      (call as { gamma?: Tensor }).gamma ??= tensor(call.mean.dtype, [channels], new Float64Array(channels).fill(1));
      return right.inferForward(call);
    },
  },
};

export default mutant;
