/** The reduction over channels last halves its threads and drops the odd sample (apex). BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH03b',
  says: 'With channels last and more than 64 of them the mean loses the last sample where m is odd.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNormFor(
      ({ inner, channels, perChannel }) =>
        inner === 1 && channels > 64 && perChannel > 1 && perChannel % 2 === 1
          ? { mean: (x) => (mean(x.subarray(0, -1)) * (x.length - 1)) / x.length }
          : {},
      conventions,
    ),
});

export default mutant;
