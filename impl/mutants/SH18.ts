/** No shape is checked. BN-13.6 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { slice } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH18',
  says: 'Vectors that are too long are accepted.',
  owed: 'report',
  breaks: ['BN-13.6'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const channels = call.x.shape[call.axis];
      const cut = (t: Tensor): Tensor => slice(t, 0, 0, channels);
      const { gamma, beta, runningMean, runningVar } = call;
      return right.trainForward({
        ...call,
        ...(gamma && { gamma: cut(gamma) }),
        ...(beta && { beta: cut(beta) }),
        ...(runningMean && { runningMean: cut(runningMean) }),
        ...(runningVar && { runningVar: cut(runningVar) }),
      });
    },
  },
};

export default mutant;
