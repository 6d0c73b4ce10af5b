/** Rows are padded to a vector’s width; the padding counts. BN-3.1, BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const padded = (m: number): number => Math.ceil(m / 4) * 4;

const mutant: MutantFactory = factory({
  id: 'ST12a',
  says: 'The divisor of mean and variance is m rounded up to a multiple of 4.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (mean(x) * x.length) / padded(x.length),
        variance: (x, center) => (variance(x, center) * x.length) / padded(x.length),
      },
      conventions,
    ),
});

export default mutant;
