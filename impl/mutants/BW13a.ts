/** The variance is saved without epsilon and used as it is. BN-8.8, BN-11.14 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW13a',
  says: 'In training gradients epsilon counts as 0.',
  owed: 'kill',
  breaks: ['BN-8.8', 'BN-11.14'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'trainBackward' ? { inverseStd: (v) => 1 / Math.sqrt(v) } : {},
  ),
};

export default mutant;
