/**
 * Inference adds epsilon after the square root; training is right, so that only deployment differs. BN-7.4, BN-11.13
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP01b',
  says: 'In inference epsilon is added outside the square root.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) => (isInference(operation) ? { inverseStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon) } : {}),
      conventions,
    ),
});

export default mutant;
