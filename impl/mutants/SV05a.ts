/** A variance is taken to be at least 0. BN-10.8 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SV05a',
  says: 'In inference a negative variance counts as 0.',
  owed: 'kill',
  breaks: ['BN-10.8'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v, epsilon) => inverseStd(v < 0 ? 0 : v, epsilon) } : {},
  ),
};

export default mutant;
