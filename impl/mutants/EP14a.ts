/** Epsilon is added only where the variance is 0, as a guard against dividing by 0. BN-3.3, BN-4.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP14a',
  says: 'Epsilon is added only where the variance is 0.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / Math.sqrt(v === 0 ? epsilon : v) }, conventions),
});

export default mutant;
