/** A tree of halves that drops the odd one. BN-3.1, BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

function treeSum(x: Float64Array): number {
  const values = Array.from(x);
  let n = values.length;
  while (n > 1) {
    const half = Math.floor(n / 2);
    for (let i = 0; i < half; i++) values[i] += values[i + half];
    n = half;
  }
  return values[0];
}

const mutant: Mutant = {
  id: 'SH03a',
  says: 'Sums of a channel lose values where m is no power of two.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-2.7'],
  implementation: batchNorm({ mean: (x) => treeSum(x) / x.length }),
};

export default mutant;
