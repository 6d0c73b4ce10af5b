/**
 * Inference gradients use the statistics of the batch, which a forward pass saves in any mode. BN-9.2, BN-9.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW20a',
  says: 'Inference gradients use the statistics of the batch.',
  owed: 'kill',
  breaks: ['BN-9.2', 'BN-9.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const { mean, variance } = right.trainForward({ ...call, momentum: 0 });
        return right.inferBackward({ ...call, ...(mean && { mean }), ...(variance && { variance }) });
      },
    };
  },
});

export default mutant;
