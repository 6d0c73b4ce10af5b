/** The constant of another pass. BN-9.1, BN-9.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW13c',
  says: 'In inference gradients epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-9.1', 'BN-9.2'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'inferBackward' ? { inverseStd: (v) => inverseStd(v, 1e-5) } : {},
  ),
};

export default mutant;
