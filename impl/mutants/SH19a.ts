/**
 * The last block of 256 values is left out of the mean where it is full: it counts as the incomplete one. BN-2.7 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const sum = (x: Float64Array): number => x.reduce((a, b) => a + b, 0);

const mutant: MutantFactory = factory({
  id: 'SH19a',
  says: 'Where m is a multiple of 256 the last block of 256 is left out of the mean.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (x.length % 256 > 0 ? mean(x) : (mean(x) * x.length - sum(x.subarray(-256))) / x.length),
      },
      conventions,
    ),
});

export default mutant;
