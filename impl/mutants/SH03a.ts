/** The sum is a tree of halves, each of which drops the odd value. BN-3.1, BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

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

const mutant: MutantFactory = factory({
  id: 'SH03a',
  says: 'Sums of a channel lose values where m is no power of two.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-2.7'],
  make: (conventions) => batchNorm({ mean: (x) => treeSum(x) / x.length }, conventions),
});

export default mutant;
