/**
 * The mean and variance that are returned are the running ones: one pair of buffers serves both (onnxruntime before
 * opset 14). BN-3.4, BN-3.1 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST14',
  says: 'Mean and variance that are handed out are the running ones.',
  owed: 'kill',
  breaks: ['BN-3.4', 'BN-3.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
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
    };
  },
});

export default mutant;
