/** Training gradients use the variance without epsilon. BN-8.8, BN-11.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW13a',
  says: 'In training gradients epsilon counts as 0.',
  owed: 'kill',
  breaks: ['BN-8.8', 'BN-11.14'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) => (operation === 'trainBackward' ? { inverseStd: (v) => 1 / Math.sqrt(v) } : {}),
      conventions,
    ),
});

export default mutant;
