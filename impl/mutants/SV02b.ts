/** fmax returns the operand that is a number. BN-10.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SV02b',
  says: 'A variance that is NaN counts as 0.',
  owed: 'kill',
  breaks: ['BN-10.1'],
  implementation: batchNorm({ variance: (x, center) => (variance(x, center) > 0 ? variance(x, center) : 0) }),
};

export default mutant;
