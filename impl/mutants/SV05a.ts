/** Inference raises a negative variance to 0. BN-10.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV05a',
  says: 'In inference a negative variance counts as 0.',
  owed: 'report',
  breaks: ['BN-10.8'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? { inverseStd: (v, epsilon) => inverseStd(v < 0 ? 0 : v, epsilon) } : {},
      conventions,
    ),
});

export default mutant;
