/**
 * Inference adds no epsilon, as if the given variance contained it already (chainer, ncnn). BN-7.4, BN-11.13 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP02b',
  says: 'In inference epsilon counts as 0.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) => (isInference(operation) ? { inverseStd: (v) => 1 / Math.sqrt(v) } : {}),
      conventions,
    ),
});

export default mutant;
