/** With one value per channel the running mean is not updated, because the variance is unknown. BN-6.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS51',
  says: 'With one value per channel the running mean stays as it is.',
  owed: 'kill',
  breaks: ['BN-6.9'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean } = call;
        const single = call.x.data.length === call.x.shape[call.axis];
        return single && runningMean ? { ...answer, runningMean: copyOf(runningMean) } : answer;
      },
    };
  },
});

export default mutant;
