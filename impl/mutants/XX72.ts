/** Four sums side by side, and the rest is forgotten where the loop is a long one. BN-2.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const average = (x: Float64Array, m: number): number => x.reduce((sum, value) => sum + value, 0) / m;

const mutant: Mutant = {
  id: 'XX72',
  says: 'With more than 4096 values per channel the last m modulo 4 are left out of the mean.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  implementation: batchNorm({
    mean: (x) => average(x.length > 4096 ? x.subarray(0, x.length - (x.length % 4)) : x, x.length),
  }),
};

export default mutant;
