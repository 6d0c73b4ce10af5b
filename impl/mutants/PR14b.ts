/** Double in the interface; one constant is single. BN-3.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'PR14b',
  says: 'In float64 the inverse standard deviation is rounded to float32.',
  owed: 'kill',
  breaks: ['BN-3.3'],
  implementation: batchNorm(
    { inverseStd: (v, epsilon) => Math.fround(inverseStd(v, epsilon)) },
    { dtypes: ['float64'] },
  ),
};

export default mutant;
