/** Infinities are left out of the statistics. BN-10.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV04b',
  says: 'Infinities are left out of mean and variance.',
  owed: 'kill',
  breaks: ['BN-10.2'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => mean(x.filter((value) => Math.abs(value) !== Infinity)),
        variance: (x, center) =>
          variance(
            x.filter((value) => Math.abs(value) !== Infinity),
            center,
          ),
      },
      conventions,
    ),
});

export default mutant;
