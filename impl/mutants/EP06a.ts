/** Epsilon joins the deviation before that is squared. BN-3.3, BN-4.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP06a',
  says: 'Epsilon is squared: 1 / √(v + epsilon²).',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v + epsilon * epsilon) }),
};

export default mutant;
