/** Halves of a channel are merged, and the product of their counts is one of 32 bits. BN-2.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

function merged(x: Float64Array): number {
  const m = x.length;
  const [a, b] = [x.subarray(0, m >> 1), x.subarray(m >> 1)];
  if (a.length === 0) return 0;
  const [left, right] = [mean(a), mean(b)];
  const between = ((right - left) ** 2 * Math.imul(a.length, b.length)) / m;
  return (variance(a, left) * a.length + variance(b, right) * b.length + between) / m;
}

const mutant: Mutant = {
  id: 'XX76',
  says: 'Where the variances of two halves are merged, the product of their counts overflows beyond 92681 values.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  implementation: batchNorm({ variance: merged }),
};

export default mutant;
