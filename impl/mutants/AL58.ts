/** A missing gamma is filled in with ones in the call of the caller. BN-13.1 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL58',
  says: 'A call without gamma comes back with one.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const channels = call.x.shape[call.axis];
        (call as { gamma?: Tensor }).gamma ??= tensor(call.mean.dtype, [channels], new Float64Array(channels).fill(1));
        return right.inferForward(call);
      },
    };
  },
});

export default mutant;
