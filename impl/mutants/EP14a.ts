/** Epsilon is taken for a guard against dividing by 0. BN-3.3, BN-4.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP14a',
  says: 'Epsilon is added only where the variance is 0.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v === 0 ? epsilon : v) }),
};

export default mutant;
