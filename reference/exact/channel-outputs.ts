/**
 * The outputs of one channel as exact values, from its exact statistics. `Scale` is the factor of centred values: 1/√(v
 * + ε), or the given inverse standard deviation.
 */
import type { Conventions } from '../../spec/terms/contract.ts';
import {
  add,
  divide,
  integer,
  multiply,
  negate,
  one,
  rational,
  square,
  subtract,
  zero,
  type Rational,
} from './rational.ts';
import type { Surd } from './surd.ts';

/** r = q/√w. */
export interface Scale {
  readonly q: Rational;
  /** Positive. */
  readonly w: Rational;
}

/** r = 1/√(v + ε), for v + ε > 0. */
export function scaleOf(variance: Rational, epsilon: Rational): Scale {
  return { q: one, w: add(variance, epsilon) };
}

export function givenScale(invStd: Rational): Scale {
  return { q: invStd, w: one };
}

/** r² */
function squaredScale({ q, w }: Scale): Rational {
  return divide(square(q), w);
}

/** r·a */
export function scaled(scale: Scale, a: Rational): Surd {
  return { p: zero, q: multiply(scale.q, a), w: scale.w };
}

/** y = γ·(x - μ)·r + β */
export function normalized(x: Rational, mean: Rational, scale: Scale, gamma: Rational, beta: Rational): Surd {
  return { p: beta, q: multiply(multiply(gamma, scale.q), subtract(x, mean)), w: scale.w };
}

/** k = r·dγ/m = r²·Σdy(x - μ)/m: the multiple of x - μ that the training gradient removes from dy. */
export function slope(scale: Scale, centred: Rational, m: number): Rational {
  return divide(multiply(squaredScale(scale), centred), integer(m));
}

/** dx = γ·r·((dy - Σdy/m) - (x - μ)·k) */
export function projected(
  dy: Rational,
  meanDy: Rational,
  x: Rational,
  mean: Rational,
  k: Rational,
  scale: Scale,
  gamma: Rational,
): Surd {
  const inner = subtract(subtract(dy, meanDy), multiply(subtract(x, mean), k));
  return scaled(scale, multiply(gamma, inner));
}

/** The weight of the new value, α, and of the old one, 1 - α. */
function weights(momentum: number, conventions: Conventions): { fresh: Rational; old: Rational } {
  const given = rational(momentum);
  const rest = add(one, negate(given));
  return conventions.momentumWeights === 'new' ? { fresh: given, old: rest } : { fresh: rest, old: given };
}

/** ρ′ = (1 - α)·ρ + α·b, for the statistic b */
export function blended(old: Rational, statistic: Rational, momentum: number, conventions: Conventions): Rational {
  const weight = weights(momentum, conventions);
  return add(multiply(weight.old, old), multiply(weight.fresh, statistic));
}

/** The variance that enters the running variance: v·m/(m - 1) or v. At m = 1 the factor is taken as 1. */
export function estimator(variance: Rational, m: number, conventions: Conventions): Rational {
  if (conventions.runningVariance === 'biased' || m === 1) return variance;
  return divide(multiply(variance, integer(m)), integer(m - 1));
}
