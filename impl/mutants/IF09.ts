/** Both running statistics or none (PyTorch on CUDA). No clause objects. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'IF09',
  says: 'A running mean without a running variance ends in an error.',
  owed: 'report',
  breaks: [],
  implementation: {
    ...right,
    trainForward: (call) => {
      if (!call.runningMean !== !call.runningVar) throw new TypeError('cannot read values of null');
      return right.trainForward(call);
    },
  },
};

export default mutant;
