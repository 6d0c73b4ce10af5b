/** Bessel’s factor is an integer division, which drops the fraction. BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS08',
  says: 'Bessel’s factor m / (m - 1) is rounded down to a whole number.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNorm({ runningStatistic: (v, m) => (m > 1 ? v * Math.floor(m / (m - 1)) : v) }, conventions),
});

export default mutant;
