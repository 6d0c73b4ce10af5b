/** Epsilon and momentum of calls: numbers that a framework can represent in the type of x, or in float32. */
import type { Claims, DType } from '../terms/contract.ts';
import { formats, roundTo } from '../terms/dtype.ts';

/** A number of few bits where the type is narrow, so that a framework that stores it in that type loses nothing. */
const scalarType = (dtype: DType): DType => (dtype === 'float16' || dtype === 'bfloat16' ? 'bfloat16' : 'float32');

export const scalarFor = (dtype: DType, value: number): number => roundTo(scalarType(dtype), value);

/**
 * The same for an epsilon, which rounding must not take below the least claimed one: 1e-5 rounded to float32 is less
 * than 1e-5.
 */
export function epsilonFor(dtype: DType, value: number, { minEpsilon }: Pick<Claims, 'minEpsilon'>): number {
  const rounded = scalarFor(dtype, Math.max(value, minEpsilon));
  if (rounded >= minEpsilon) return rounded;
  const { unitRoundoff, smallest } = formats[scalarType(dtype)];
  return scalarFor(dtype, rounded * (1 + 2 * unitRoundoff) + smallest);
}
