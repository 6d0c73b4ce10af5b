/** Sums whose every intermediate result is rounded to an element type, in the order of memory. */
import type { DType } from '../../spec/terms/contract.ts';
import { roundTo } from '../../spec/terms/dtype.ts';
import type { Steps } from '../plain/steps.ts';

export function sumIn(dtype: DType, values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum = roundTo(dtype, sum + value);
  return sum;
}

/** Mean and two-pass variance with every operation in the type. */
export function statisticsIn(dtype: DType): Pick<Steps, 'mean' | 'variance'> {
  const round = (value: number): number => roundTo(dtype, value);
  return {
    mean: (x) => round(sumIn(dtype, x) / x.length),
    variance: (x, mean) => {
      const squares = x.map((value) => round(round(value - round(mean)) ** 2));
      return round(sumIn(dtype, squares) / x.length);
    },
  };
}
