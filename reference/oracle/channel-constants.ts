/** The exact constants of a channel as sums of doubles, and whether double-double arithmetic on them is safe. */
import { approximate, expand, exponentOf, lengthOf, magnitude, truncate, type Dyadic } from '../exact/approximate.ts';
import type { Rational } from '../exact/rational.ts';
import { scaled, type Scale } from '../exact/channel-outputs.ts';
import type { Range } from './channel-sums.ts';

/** Three doubles, and a bound of their remainder: 0 where they are exact. */
export interface Triple {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly left: number;
}

/** Two doubles: relative error below 2^-105 where they are safe. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  /** Zero, or far from both ends of the range of doubles. */
  readonly safe: boolean;
}

/** Exponents stay this far from both ends of the range of doubles; the README of reference/ says why it is enough. */
const limit = 900;
const lowLimit = -700;

export function triple(value: Rational): Triple {
  const { terms, exact } = expand(truncate(value, 192), 3);
  const [a, b, c] = terms;
  return { a, b, c, left: exact ? 0 : Math.abs(a) * 2 ** -157 };
}

export function pair(value: Rational): Pair {
  return leading(truncate(value, 128));
}

/** γ·r */
export function factor(scale: Scale, gamma: Rational): Pair {
  return leading(approximate(scaled(scale, gamma), 128));
}

function leading(value: Dyadic): Pair {
  const [a, b] = expand(value, 2).terms;
  // A double of 0 does not imply that the value is zero: it may have underflowed.
  return { a, b, safe: value.n === 0n || (Math.abs(a) > 2 ** -limit && Math.abs(a) < 2 ** limit) };
}

/** Every value that is not zero is at least 2^low, and below 2^(high + 1). */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** x - μ is a multiple of 2^unit / d, where d is the denominator of μ, and at most twice the larger of both. */
export function spreadOf({ highest, unit }: Range, centre: Rational): Spread {
  return { low: Math.min(unit, centre.e) - lengthOf(centre.d), high: Math.max(highest, magnitude(centre)) + 3 };
}

/** The pair, every value of this spread, and every product of both are zero or far from the ends of the range. */
export function safeProduct({ a, safe }: Pair, { low, high }: Spread): boolean {
  if (!safe || high >= limit) return false;
  if (a === 0) return true;
  const exponent = exponentOf(a);
  return exponent + high < limit && low > -limit && exponent + low > lowLimit;
}

/** Spread of a product. */
export function times({ a }: Pair, { low, high }: Spread): Spread {
  if (a === 0) return { low: Infinity, high: -Infinity };
  const exponent = exponentOf(a);
  return { low: exponent + low, high: exponent + high + 1 };
}

export function joined(a: Spread, b: Spread): Spread {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) + 1 };
}
