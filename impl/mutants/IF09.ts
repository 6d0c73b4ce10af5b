/** One running statistic without the other ends in an error (PyTorch on CUDA). No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF09',
  says: 'A running mean without a running variance ends in an error.',
  owed: 'report',
  breaks: [],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        if (!call.runningMean !== !call.runningVar) throw new TypeError('cannot read values of null');
        return right.trainForward(call);
      },
    };
  },
});

export default mutant;
