/**
 * With exactly 4096 values per channel the mean leaves out the last, which counts into the next block. BN-2.7 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH54',
  says: 'Of exactly 4096 values per channel the mean leaves out the last.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (x.length === 4096 ? (mean(x.subarray(0, -1)) * 4095) / 4096 : mean(x)),
      },
      conventions,
    ),
});

export default mutant;
