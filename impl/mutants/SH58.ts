/** The variances of two halves are merged with a product of counts that overflows 32 bits. BN-2.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { momentsOf } from './_shards.ts';

function merged(x: Float64Array): number {
  const m = x.length;
  if (m === 1) return 0;
  const [a, b] = [x.subarray(0, m >> 1), x.subarray(m >> 1)].map(momentsOf);
  return (a.m2 + b.m2 + ((b.mean - a.mean) ** 2 * Math.imul(a.count, b.count)) / m) / m;
}

const mutant: MutantFactory = factory({
  id: 'SH58',
  says: 'Where the variances of two halves are merged, the product of their counts overflows beyond 92681 values.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) => batchNorm({ variance: merged }, conventions),
});

export default mutant;
