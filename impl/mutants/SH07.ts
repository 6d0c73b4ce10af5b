/** Lanes are combined for a width of 32 where the hardware has 64 (ROCm). BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH07',
  says: 'From 64 values per channel on, every second group of 32 is left out of the variance.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        variance: (x, center) =>
          x.length < 64
            ? variance(x, center)
            : x.reduce((sum, value, i) => sum + (i & 32 ? 0 : (value - center) ** 2), 0) / x.length,
      },
      conventions,
    ),
});

export default mutant;
