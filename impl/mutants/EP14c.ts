/** Epsilon is the lower limit of the variance, max(v, epsilon), instead of being added. BN-3.3, BN-4.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP14c',
  says: 'The variance is raised to epsilon instead of epsilon being added to it.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(Math.max(v, epsilon)) }, conventions),
});

export default mutant;
