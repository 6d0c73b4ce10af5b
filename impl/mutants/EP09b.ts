/** Two constants for one argument: training has its own. BN-4.2, BN-11.13 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP09b',
  says: 'In training epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-4.2', 'BN-11.13'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? {} : { inverseStd: (v) => inverseStd(v, 1e-5) },
  ),
};

export default mutant;
