/**
 * One epsilon is for the variance that comes in, another for the root (chainer, nntrainer). BN-7.4, BN-11.13 must
 * object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP05',
  says: 'In inference epsilon is added twice.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v, epsilon) => 1 / Math.sqrt(v + epsilon + epsilon) } : {},
  ),
};

export default mutant;
