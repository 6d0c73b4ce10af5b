/** The divisor is the size of the whole tensor. BN-3.1, BN-3.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST03',
  says: 'Mean and variance divide by N · C · S instead of N · S.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-3.2'],
  make: (conventions) =>
    batchNormFor(
      ({ channels }) => ({
        mean: (x) => mean(x) / channels,
        variance: (x, center) => variance(x, center) / channels,
      }),
      conventions,
    ),
});

export default mutant;
