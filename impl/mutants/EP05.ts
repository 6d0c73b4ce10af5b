/**
 * Inference adds epsilon twice: to the variance that is given, and under the root (chainer, nntrainer). BN-7.4,
 * BN-11.13 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP05',
  says: 'In inference epsilon is added twice.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? { inverseStd: (v, epsilon) => 1 / Math.sqrt(v + epsilon + epsilon) } : {},
      conventions,
    ),
});

export default mutant;
