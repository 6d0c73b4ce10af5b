/** A floor is taken for a sum: the larger of the two. BN-3.3, BN-4.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP14c',
  says: 'The variance is raised to epsilon instead of epsilon being added to it.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(Math.max(v, epsilon)) }),
};

export default mutant;
