/**
 * The variance is recovered from what was saved: 1 / r² - epsilon cancels where epsilon is large (PyTorch). BN-12.2
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd, variance } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY12',
  says: 'The variance is recovered from the float32 inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-12.2'],
  make: (conventions) =>
    batchNormFor(
      ({ epsilon }) => ({
        variance: (x, center) => 1 / Math.fround(inverseStd(variance(x, center), epsilon)) ** 2 - epsilon,
      }),
      conventions,
    ),
});

export default mutant;
