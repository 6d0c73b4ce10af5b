/** A path of its own for one position per sample. BN-3.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SH15b',
  says: 'With one position per sample training divides by m - 1.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  implementation: batchNormFor(({ inner }) =>
    inner === 1
      ? {
          variance: (x, center) => variance(x, center) * (x.length / Math.max(1, x.length - 1)),
          runningStatistic: (v) => v,
        }
      : {},
  ),
};

export default mutant;
