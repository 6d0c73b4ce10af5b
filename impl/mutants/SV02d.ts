/** Inference raises the variance to 0 with fmax, which turns NaN into 0. BN-10.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV02d',
  says: 'In inference a variance that is NaN counts as 0.',
  owed: 'kill',
  breaks: ['BN-10.9'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? { inverseStd: (v, epsilon) => inverseStd(v > 0 ? v : 0, epsilon) } : {},
      conventions,
    ),
});

export default mutant;
