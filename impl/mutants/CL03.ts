/**
 * Gradients of inference raise the variance to at least 1e-6, though epsilon makes that unnecessary. BN-9.6 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CL03',
  says: 'In gradients of inference a variance of less than 1e-6 counts as 1e-6.',
  owed: 'kill',
  breaks: ['BN-9.6'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        operation === 'inferBackward'
          ? { inverseStd: (v, epsilon) => inverseStd(v >= 0 && v < 1e-6 ? 1e-6 : v, epsilon) }
          : {},
      conventions,
    ),
});

export default mutant;
