/**
 * Results are cached under a key that is too short: of x it has the shape and the first value. BN-11.14, BN-13.3 must
 * object.
 */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA02',
  says: 'Training on a tensor of the same shape and first value gives the last result again.',
  owed: 'kill',
  breaks: ['BN-11.14', 'BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let last: { key: string; answer: TrainForwardResult } | undefined;
    return {
      ...right,
      trainForward: (call) => {
        const { x, axis, epsilon, momentum, gamma, beta, runningMean, runningVar } = call;
        const vectors = [gamma, beta, runningMean, runningVar].map((t) => t?.data.join());
        const key = [x.shape.join(), axis, epsilon, momentum, x.data[0], ...vectors].join(';');
        if (last?.key !== key) last = { key, answer: right.trainForward(call) };
        return last.answer;
      },
    };
  },
});

export default mutant;
