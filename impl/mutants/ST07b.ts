/** The variance is the mean square: the mean is not subtracted. BN-3.2, BN-11.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST07b',
  says: 'The mean is not subtracted in the variance: E[x²].',
  owed: 'kill',
  breaks: ['BN-3.2', 'BN-11.4'],
  make: (conventions) => batchNorm({ variance: (x) => variance(x, 0) }, conventions),
});

export default mutant;
