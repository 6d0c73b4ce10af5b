/** The mean square stands for the variance. BN-3.2, BN-11.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'ST07b',
  says: 'The mean is not subtracted in the variance: E[x²].',
  owed: 'kill',
  breaks: ['BN-3.2', 'BN-11.4'],
  implementation: batchNorm({ variance: (x) => variance(x, 0) }),
};

export default mutant;
