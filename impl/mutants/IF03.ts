/**
 * The mean and the variance are swapped: frameworks order these two arguments differently (OpenVINO). BN-7.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF03',
  says: 'Inference takes the mean for the variance and the variance for the mean.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => right.inferForward({ ...call, mean: call.variance, variance: call.mean }),
      inferBackward: (call) => right.inferBackward({ ...call, mean: call.variance, variance: call.mean }),
    };
  },
});

export default mutant;
