/** The path for one position per sample divides by m - 1. BN-3.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH15b',
  says: 'With one position per sample training divides by m - 1.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  make: (conventions) =>
    batchNormFor(
      ({ inner }) =>
        inner === 1
          ? {
              variance: (x, center) => variance(x, center) * (x.length / Math.max(1, x.length - 1)),
              runningStatistic: (v) => v,
            }
          : {},
      conventions,
    ),
});

export default mutant;
