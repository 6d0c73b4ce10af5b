/** The statistics of the batch were saved by the last forward pass, whatever its mode. BN-9.2, BN-9.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'BW20a',
  says: 'Inference gradients use the statistics of the batch.',
  owed: 'kill',
  breaks: ['BN-9.2', 'BN-9.1'],
  implementation: {
    ...right,
    inferBackward: (call) => {
      const { mean, variance } = right.trainForward({ ...call, momentum: 0 });
      return right.inferBackward({ ...call, ...(mean && { mean }), ...(variance && { variance }) });
    },
  },
};

export default mutant;
