/**
 * Inference takes the root of the absolute value of variance + epsilon, so that it is never NaN. BN-10.8 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV05b',
  says: 'In inference variance + epsilon counts with its absolute value.',
  owed: 'report',
  breaks: ['BN-10.8'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? { inverseStd: (v, epsilon) => 1 / Math.sqrt(Math.abs(v + epsilon)) } : {},
      conventions,
    ),
});

export default mutant;
