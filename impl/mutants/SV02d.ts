/** fmax returns the operand that is a number. BN-10.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SV02d',
  says: 'In inference a variance that is NaN counts as 0.',
  owed: 'kill',
  breaks: ['BN-10.9'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v, epsilon) => inverseStd(v > 0 ? v : 0, epsilon) } : {},
  ),
};

export default mutant;
