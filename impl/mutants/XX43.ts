/** The gradient guards against small variances by itself, though epsilon does. BN-9.6 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX43',
  says: 'In gradients of inference a variance of less than 1e-6 counts as 1e-6.',
  owed: 'kill',
  breaks: ['BN-9.6'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'inferBackward'
      ? { inverseStd: (v, epsilon) => inverseStd(v >= 0 && v < 1e-6 ? 1e-6 : v, epsilon) }
      : {},
  ),
};

export default mutant;
