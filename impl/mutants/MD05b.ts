/** The branch for half precision returns before the mode is looked at (onnxruntime on CUDA). BN-3.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm({}, { dtypes: ['float32', 'float16'] });

const mutant: Mutant = {
  id: 'MD05b',
  says: 'In float16 training normalizes with the running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { runningMean, runningVar } = call;
      const answer = right.trainForward(call);
      if (call.x.dtype !== 'float16' || !runningMean || !runningVar) return answer;
      return { ...answer, ...right.inferForward({ ...call, mean: runningMean, variance: runningVar }) };
    },
  },
};

export default mutant;
