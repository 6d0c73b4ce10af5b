/** Each rank keeps running statistics of its own share (HugeCTR). BN-6.1, BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { halves } from './_shards.ts';

const mutant: MutantFactory = factory({
  id: 'SY10',
  says: 'The running statistics take in the first half of the batch only.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const [x] = halves(call.x, call.axis);
        const { runningMean, runningVar } = right.trainForward({ ...call, x });
        return { ...right.trainForward(call), ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) };
      },
    };
  },
});

export default mutant;
