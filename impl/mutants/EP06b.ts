/** Epsilon is taken to be a variance and made a deviation first. BN-3.3, BN-4.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP06b',
  says: 'The square root of epsilon is added to the variance.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v + Math.sqrt(epsilon)) }),
};

export default mutant;
