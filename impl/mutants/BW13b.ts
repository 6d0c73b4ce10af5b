/** Training gradients ignore the given epsilon and use the constant 1e-5. BN-8.8, BN-11.11 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW13b',
  says: 'In training gradients epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-8.8', 'BN-11.11'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) => (operation === 'trainBackward' ? { inverseStd: (v) => inverseStd(v, 1e-5) } : {}),
      conventions,
    ),
});

export default mutant;
