/** Pictures are summed in integers, of which the squares need more than 32 bits. BN-2.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;

function ofBytes(x: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const value of x) {
    sum += value;
    squares = (squares + value * value) | 0;
  }
  return (squares - (sum * sum) / x.length) / x.length;
}

const mutant: Mutant = {
  id: 'XX78',
  says: 'Where x holds bytes, the sum of their squares overflows beyond 2³¹.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  implementation: batchNorm({ variance: (x, mean) => (x.every(isByte) ? ofBytes(x) : variance(x, mean)) }),
};

export default mutant;
