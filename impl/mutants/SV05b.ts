/** A root is made safe by an absolute value. BN-10.8 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SV05b',
  says: 'In inference variance + epsilon counts with its absolute value.',
  owed: 'kill',
  breaks: ['BN-10.8'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v, epsilon) => 1 / Math.sqrt(Math.abs(v + epsilon)) } : {},
  ),
};

export default mutant;
