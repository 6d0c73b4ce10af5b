/** The variance is squared where its square root belongs: a power of 2 in place of 1/2. BN-3.3, BN-4.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST09b',
  says: 'x - mean is divided by (v + epsilon)².',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / (v + epsilon) ** 2 }, conventions),
});

export default mutant;
