/** The exact constants of a channel as sums of doubles, and whether double-double arithmetic on them is safe. */
import { approximate, expand, exponentOf, lengthOf, magnitude, truncate } from '../exact/approximate.ts';
import type { Rational } from '../exact/rational.ts';
import { scaled, type Scale } from '../exact/channel.ts';
import type { Range } from './measure.ts';

/** Three doubles, and a bound of what they leave out: 0 where they are exact. */
export interface Triple {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly left: number;
}

/** Two doubles: relative error below 2^-105. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

export function triple(value: Rational): Triple {
  const { terms, exact } = expand(truncate(value, 192), 3);
  const [a, b, c] = terms;
  return { a, b, c, left: exact ? 0 : Math.abs(a) * 2 ** -157 };
}

export function pair(value: Rational): Pair {
  const [a, b] = expand(truncate(value, 128), 2).terms;
  return { a, b };
}

/** γ·r */
export function factor(scale: Scale, gamma: Rational): Pair {
  const [a, b] = expand(approximate(scaled(scale, gamma), 128), 2).terms;
  return { a, b };
}

/** All exponents stay far from both ends of the double range; the README of reference/ says why this is enough. */
const limit = 900;
const lowLimit = -700;

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

export function safeTriple({ a }: Triple): boolean {
  return a === 0 || inside(exponentOf(a));
}

export function safePair({ a }: Pair): boolean {
  return a === 0 || (Number.isFinite(a) && inside(exponentOf(a)));
}

function inside(exponent: number): boolean {
  return exponent > -limit && exponent < limit;
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
