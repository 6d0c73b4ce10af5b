/**
 * The mode is inferred from the arguments: without running statistics nothing is normalized (onnxruntime on CUDA).
 * BN-6.6 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD05a',
  says: 'Training without running statistics normalizes with mean 0 and variance 1.',
  owed: 'kill',
  breaks: ['BN-6.6'],
  make: (conventions) =>
    batchNormFor(
      ({ operation, call }) =>
        operation === 'trainForward' && !('runningMean' in call)
          ? { normalize: (x, _mean, _invStd) => x, variance: () => 1, mean: () => 0 }
          : {},
      conventions,
    ),
});

export default mutant;
