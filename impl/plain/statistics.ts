/**
 * Statistics of a channel in training mode (chapter BN-3). Doubles inside; results are rounded once when they are
 * stored.
 */

/** BN-3.1: the sum of the m values over m. */
export function mean(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value;
  return sum / x.length;
}

/** BN-3.2: divides by m, not by m - 1. Two passes: E[x²] - E[x]² would cancel. */
export function variance(x: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of x) sum += (value - mean) * (value - mean);
  return sum / x.length;
}

/** BN-3.3: epsilon is added inside the square root. */
export function inverseStd(variance: number, epsilon: number): number {
  return 1 / Math.sqrt(variance + epsilon);
}
