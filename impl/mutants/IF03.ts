/** The order of arguments in another framework (OpenVINO). BN-7.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'IF03',
  says: 'Inference takes the mean for the variance and the variance for the mean.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  implementation: {
    ...right,
    inferForward: (call) => right.inferForward({ ...call, mean: call.variance, variance: call.mean }),
    inferBackward: (call) => right.inferBackward({ ...call, mean: call.variance, variance: call.mean }),
  },
};

export default mutant;
