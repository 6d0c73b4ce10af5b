/** Buffers of running statistics come from a pool and are blended with what they hold. BN-6.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH11',
  says: 'The update starts from what the last call of that width left, where it starts from the given statistics.',
  owed: 'kill',
  breaks: ['BN-6.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const pool = new Map<number, Tensor>();
    return {
      ...right,
      trainForward: (call) => {
        const { runningMean } = call;
        if (runningMean === undefined) return right.trainForward(call);
        const stale = pool.get(runningMean.data.length) ?? runningMean;
        const answer = right.trainForward({ ...call, runningMean: stale });
        if (answer.runningMean) pool.set(runningMean.data.length, copyOf(answer.runningMean));
        return answer;
      },
    };
  },
});

export default mutant;
