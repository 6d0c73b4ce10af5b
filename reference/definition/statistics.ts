/** Statistics of a channel (BN-3): x holds the m values of one channel. */
import type { Decimal } from 'decimal.js';
import { total, type Numbers } from './decimal-numbers.ts';

/** μ = Σx / m */
export function mean(D: Numbers, x: readonly Decimal[]): Decimal {
  return total(D, x).div(x.length);
}

/** v = Σ(x - μ)² / m: the biased variance. */
export function variance(D: Numbers, x: readonly Decimal[]): Decimal {
  const mu = mean(D, x);
  return mean(
    D,
    x.map((xi) => xi.minus(mu).pow(2)),
  );
}

/** r = 1 / √(v + ε) */
export function inverseStandardDeviation(D: Numbers, v: Decimal, epsilon: Decimal): Decimal {
  return new D(1).div(v.plus(epsilon).sqrt());
}
