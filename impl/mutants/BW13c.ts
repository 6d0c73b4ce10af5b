/** Inference gradients ignore the given epsilon and use the constant 1e-5. BN-9.1, BN-12.7 must object. */
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'BW13c',
  says: 'In inference gradients epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-9.1', 'BN-12.7'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) => (operation === 'inferBackward' ? { inverseStd: (v) => inverseStd(v, 1e-5) } : {}),
      conventions,
    ),
});
