/** The forward pass of one channel (BN-4, BN-5). */
import type { Decimal } from 'decimal.js';
import type { Numbers } from './decimal-numbers.ts';
import { inverseStandardDeviation, mean, variance } from './statistics.ts';

export interface Affine {
  readonly gamma: Decimal;
  readonly beta: Decimal;
}

/** y = γ·(x - μ)·r + β */
export function normalize(x: readonly Decimal[], mu: Decimal, r: Decimal, { gamma, beta }: Affine): Decimal[] {
  return x.map((xi) => gamma.times(xi.minus(mu)).times(r).plus(beta));
}

/** Training: μ and v are those of the batch. */
export function trainForward(D: Numbers, x: readonly Decimal[], affine: Affine, epsilon: Decimal): Decimal[] {
  return normalize(x, mean(D, x), inverseStandardDeviation(D, variance(D, x), epsilon), affine);
}

/** Inference: μ and v are given. */
export function inferForward(
  D: Numbers,
  x: readonly Decimal[],
  given: { readonly mean: Decimal; readonly variance: Decimal },
  affine: Affine,
  epsilon: Decimal,
): Decimal[] {
  return normalize(x, given.mean, inverseStandardDeviation(D, given.variance, epsilon), affine);
}
