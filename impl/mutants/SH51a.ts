/** Statistics take in the first 8192 values of a channel only, as many as a workspace holds. BN-2.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH51a',
  says: 'Mean and variance end at the 8192nd value of a channel.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => mean(x.subarray(0, 8192)),
        variance: (x, center) => variance(x.subarray(0, 8192), center),
      },
      conventions,
    ),
});

export default mutant;
