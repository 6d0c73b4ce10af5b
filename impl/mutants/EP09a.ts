/** Two constants for one argument: inference has its own. BN-7.4, BN-11.13 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP09a',
  says: 'In inference epsilon is always 1e-3.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v) => inverseStd(v, 1e-3) } : {},
  ),
};

export default mutant;
