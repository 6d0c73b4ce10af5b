/**
 * Training in half precision normalizes with the running statistics: that branch ignores the mode (onnxruntime on
 * CUDA). BN-3.4 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD05b',
  says: 'In float16 training normalizes with the running statistics.',
  owed: 'kill',
  breaks: ['BN-3.4'],
  make: (conventions) => {
    const right = batchNorm({}, { ...conventions, dtypes: ['float32', 'float16'] });
    return {
      ...right,
      trainForward: (call) => {
        const { runningMean, runningVar } = call;
        const answer = right.trainForward(call);
        if (call.x.dtype !== 'float16' || !runningMean || !runningVar) return answer;
        return { ...answer, ...right.inferForward({ ...call, mean: runningMean, variance: runningVar }) };
      },
    };
  },
});

export default mutant;
