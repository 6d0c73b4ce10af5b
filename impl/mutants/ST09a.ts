/** The square root of the variance is missing. BN-3.3, BN-4.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST09a',
  says: 'x - mean is divided by v + epsilon instead of its square root.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.1'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / (v + epsilon) }, conventions),
});

export default mutant;
