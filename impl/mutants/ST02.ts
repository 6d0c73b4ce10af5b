/** Sums run over batch and positions, the divisor counts the batch only (mlpack). BN-3.1, BN-3.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST02',
  says: 'Mean and variance divide by N instead of N · S.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-3.2'],
  make: (conventions) =>
    batchNormFor(
      ({ perChannel, batch }) => ({
        mean: (x) => (mean(x) * perChannel) / batch,
        variance: (x, center) => (variance(x, center) * perChannel) / batch,
      }),
      conventions,
    ),
});

export default mutant;
