/** One pair of buffers for two pairs of outputs (onnxruntime before opset 14). BN-3.4, BN-3.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'ST14',
  says: 'Mean and variance that are handed out are the running ones.',
  owed: 'kill',
  breaks: ['BN-3.4', 'BN-3.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, runningVar } = answer;
      return {
        ...answer,
        ...(runningMean && { mean: copyOf(runningMean) }),
        ...(runningVar && { variance: copyOf(runningVar) }),
      };
    },
  },
};

export default mutant;
