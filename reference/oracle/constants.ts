/** The exact constants of a channel as sums of doubles, and whether double-double arithmetic on them is safe. */
import { approximate, expand, exponentOf, lengthOf, magnitude, truncate, type Dyadic } from '../exact/approximate.ts';
import type { Rational } from '../exact/rational.ts';
import { scaled, type Scale } from '../exact/channel.ts';
import type { Range } from './measure.ts';

/** Three doubles, and a bound of what they leave out: 0 where they are exact. */
export interface Triple {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly left: number;
  /** Zero, or far from both ends of the range of doubles. */
  readonly safe: boolean;
}

/** Two doubles: relative error below 2^-105. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly safe: boolean;
}

/** Exponents stay this far from both ends of the range of doubles; the README of reference/ says why it is enough. */
const limit = 900;
const lowLimit = -700;

export function triple(value: Rational): Triple {
  const dyadic = truncate(value, 192);
  const { terms, exact } = expand(dyadic, 3);
  const [a, b, c] = terms;
  return { a, b, c, left: exact ? 0 : Math.abs(a) * 2 ** -157, safe: isSafe(dyadic, a) };
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
  return { a, b, safe: isSafe(value, a) };
}

/** A double of 0 does not say that the value is zero: it may have underflowed. */
function isSafe({ n }: Dyadic, a: number): boolean {
  return n === 0n || (Math.abs(a) > 2 ** -limit && Math.abs(a) < 2 ** limit);
}

/** Exponents of the smallest and largest |a - b| that is not zero, for a in range and b = n/d·2^e. */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/**
 * x - μ is a multiple of 2^unit / d, where d is the denominator of μ, and at most twice the larger of both.
 */
export function spreadOf(range: Range, centre: Rational): Spread {
  const high = Math.max(range.highest ?? -Infinity, magnitude(centre)) + 3;
  const unit = Math.min(range.highest === null ? Infinity : range.unit, centre.n === 0n ? Infinity : centre.e);
  return { low: unit - lengthOf(centre.d), high };
}

export function safeDouble(a: number): boolean {
  return Math.abs(a) < 2 ** limit;
}

/** Every product of `pair` with a value of this spread is safe. */
export function safeProduct({ a }: Pair, { low, high }: Spread): boolean {
  if (a === 0 || low === Infinity) return high < limit;
  const exponent = exponentOf(a);
  return high < limit && exponent + high < limit && low > -limit && exponent + low > lowLimit;
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
