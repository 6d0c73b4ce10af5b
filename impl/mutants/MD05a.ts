/** The mode is inferred from what was given (onnxruntime on CUDA). BN-6.6 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'MD05a',
  says: 'Training without running statistics normalizes with mean 0 and variance 1.',
  owed: 'kill',
  breaks: ['BN-6.6'],
  implementation: batchNormFor(({ operation, call }) =>
    operation === 'trainForward' && !('runningMean' in call)
      ? { normalize: (x, _mean, _invStd) => x, variance: () => 1, mean: () => 0 }
      : {},
  ),
};

export default mutant;
