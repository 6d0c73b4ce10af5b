/**
 * Inference with the running mean of the last training step uses the variance of that step, too, whichever is given.
 * BN-7.6 must object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA09',
  says: 'Inference whose mean is the running mean of the last training step takes that step for its running variance, too.',
  owed: 'kill',
  breaks: ['BN-7.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let last: { mean: string; variance: Tensor } | undefined;
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = answer;
        last = runningMean && runningVar && { mean: runningMean.data.join(), variance: copyOf(runningVar) };
        return answer;
      },
      inferForward: (call) => {
        const own =
          last !== undefined && call.mean.data.join() === last.mean && call.variance.dtype === last.variance.dtype;
        return right.inferForward(own && last ? { ...call, variance: last.variance } : call);
      },
    };
  },
});

export default mutant;
