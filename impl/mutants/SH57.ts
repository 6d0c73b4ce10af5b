/** The mean of many values takes four sums side by side and leaves out the rest. BN-2.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const average = (x: Float64Array, m: number): number => x.reduce((sum, value) => sum + value, 0) / m;

const mutant: MutantFactory = factory({
  id: 'SH57',
  says: 'With more than 4096 values per channel the last m modulo 4 are left out of the mean.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => average(x.length > 4096 ? x.subarray(0, x.length - (x.length % 4)) : x, x.length),
      },
      conventions,
    ),
});

export default mutant;
