/** An epsilon of 0 counts as not given: epsilon || 1e-5. BN-4.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP50',
  says: 'An epsilon of 0 counts as 1e-5.',
  owed: 'report',
  breaks: ['BN-4.5'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => inverseStd(v, epsilon || 1e-5) }, conventions),
});

export default mutant;
