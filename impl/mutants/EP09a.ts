/** Inference ignores the given epsilon and uses the constant 1e-3. BN-7.4, BN-11.13 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP09a',
  says: 'In inference epsilon is always 1e-3.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) => (isInference(operation) ? { inverseStd: (v) => inverseStd(v, 1e-3) } : {}),
      conventions,
    ),
});

export default mutant;
