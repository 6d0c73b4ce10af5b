/**
 * Parameters in float32 are cast to half precision where that is said to lose nothing (coreai-torch). BN-7.4 must
 * object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'PR09b',
  says: 'With float16 data a running variance above 65504 is infinite.',
  owed: 'kill',
  breaks: ['BN-7.4'],
  implementation: batchNormFor(
    ({ operation }) =>
      isInference(operation) ? { inverseStd: (v, epsilon) => inverseStd(v > 65_504 ? Infinity : v, epsilon) } : {},
    { dtypes: ['float16'], parameterDtypes: ['float32'] },
  ),
};

export default mutant;
