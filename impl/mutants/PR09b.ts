/**
 * Running variances in float32 are cast to half precision, where those above 65504 are infinite (coreai-torch). BN-7.4
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR09b',
  says: 'With float16 data a running variance above 65504 is infinite.',
  owed: 'kill',
  breaks: ['BN-7.4'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? { inverseStd: (v, epsilon) => inverseStd(v > 65_504 ? Infinity : v, epsilon) } : {},
      { ...conventions, dtypes: ['float16'], parameterDtypes: ['float32'] },
    ),
});

export default mutant;
