/** Each rank keeps running statistics of its own share (HugeCTR). BN-6.1, BN-6.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { halves } from './_shards.ts';

export default mutant({
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
