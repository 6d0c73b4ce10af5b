/** The constant of another pass. BN-8.8, BN-11.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW13b',
  says: 'In training gradients epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-8.8', 'BN-11.11'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'trainBackward' ? { inverseStd: (v) => inverseStd(v, 1e-5) } : {},
  ),
};

export default mutant;
