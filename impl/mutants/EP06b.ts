/** The square root of epsilon is added to the variance, where epsilon itself belongs. BN-3.3, BN-4.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP06b',
  says: 'The square root of epsilon is added to the variance.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v + Math.sqrt(epsilon)) }, conventions),
});

export default mutant;
