/** What training has computed is used again where the statistics seem to be its own. BN-7.6 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
let last: { mean: string; variance: Tensor } | undefined;

const mutant: Mutant = {
  id: 'XX71',
  says: 'Inference whose mean is the running mean of the last training step takes that step for its running variance, too.',
  owed: 'kill',
  breaks: ['BN-7.6'],
  implementation: {
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
  },
};

export default mutant;
