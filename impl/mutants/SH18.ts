/** The lengths of gamma, beta and the running statistics are not checked. BN-13.6 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { slice } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH18',
  says: 'Vectors that are too long are accepted.',
  owed: 'report',
  breaks: ['BN-13.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
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
    };
  },
});

export default mutant;
