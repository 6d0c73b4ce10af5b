/** Buffers of running statistics come from a pool and are blended with what they hold. BN-6.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const pool = new Map<number, Tensor>();

const mutant: Mutant = {
  id: 'SH11',
  says: 'The update starts from what the last call of that width left, where it starts from the given statistics.',
  owed: 'kill',
  breaks: ['BN-6.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { runningMean } = call;
      if (runningMean === undefined) return right.trainForward(call);
      const stale = pool.get(runningMean.data.length) ?? runningMean;
      const answer = right.trainForward({ ...call, runningMean: stale });
      if (answer.runningMean) pool.set(runningMean.data.length, copyOf(answer.runningMean));
      return answer;
    },
  },
};

export default mutant;
