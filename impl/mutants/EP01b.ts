/** Training is right, so that only deployment differs. BN-7.4, BN-11.13 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP01b',
  says: 'In inference epsilon is added outside the square root.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon) } : {},
  ),
};

export default mutant;
