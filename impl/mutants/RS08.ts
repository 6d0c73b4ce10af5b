/** Integers divide without a rest. BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS08',
  says: 'Bessel’s factor m / (m - 1) is rounded down to a whole number.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNorm({ runningStatistic: (v, m) => (m > 1 ? v * Math.floor(m / (m - 1)) : v) }),
};

export default mutant;
