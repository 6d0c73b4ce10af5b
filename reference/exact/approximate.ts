/** From exact values to doubles: the nearest double of n·2^e, and sums of doubles that extend a value's precision. */
import { divide, square, type Rational } from './rational.ts';
import type { Surd } from './surd.ts';

/** n·2^e. `exact` says that nothing was cut off. */
export interface Dyadic {
  readonly n: bigint;
  readonly e: number;
  readonly exact: boolean;
}

const bits = new DataView(new ArrayBuffer(8));

/** Exponent of the leading bit of a double that is not zero: 2^k ≤ |x| < 2^(k+1). */
export function exponentOf(x: number): number {
  bits.setFloat64(0, x);
  const exponent = (bits.getUint32(0) >>> 20) & 0x7ff;
  if (exponent > 0) return exponent - 1023;
  return exponentOf(x * 2 ** 64) - 64;
}

/** Number of bits of |n|; may be one too many, which its callers allow for. */
export function lengthOf(n: bigint): number {
  if (n === 0n) return 0;
  const x = Number(n);
  if (Number.isFinite(x)) return exponentOf(x) + 1;
  return n.toString(16).length * 4;
}

/** k with |a| within [2^(k-2), 2^(k+2)]; -Infinity for zero. */
export function magnitude(a: Rational): number {
  return a.n === 0n ? -Infinity : lengthOf(a.n) - lengthOf(a.d) + a.e;
}

/** x·2^k, rounded once; exact unless the result is subnormal. */
export function scale(x: number, k: number): number {
  if (k > 1000) return scale(x * 2 ** 1000, k - 1000);
  if (k < -1000) return scale(x * 2 ** -1000, k + 1000);
  return x * 2 ** k;
}

/** n·2^-k to the nearest integer, ties to even. */
function roundedShift(n: bigint, k: bigint): bigint {
  if (k <= 0n) return n << -k;
  const floor = n >> k;
  const rest = n - (floor << k);
  const half = 1n << (k - 1n);
  if (rest > half || (rest === half && (floor & 1n) === 1n)) return floor + 1n;
  return floor;
}

/** The double nearest to n·2^e, ties to even. */
export function nearestDouble(n: bigint, e: number): number {
  const length = lengthOf(n);
  // Below 2^-1021 doubles are the multiples of 2^-1074: round to that grid, once.
  if (length + e <= -1021) {
    const units = Number(roundedShift(n, BigInt(-1074 - e)));
    return units === 0 && n < 0n ? -0 : units * Number.MIN_VALUE;
  }
  const drop = length - 900;
  if (drop <= 0) return scale(Number(n), e);
  // Round to odd, so that the discarded bits still break a tie.
  const cut = n >> BigInt(drop);
  const lost = cut << BigInt(drop) === n ? 0n : 1n;
  return scale(Number(cut | lost), e + drop);
}

/** a cut off after `precision` bits or a few more: relative error below 2^-precision. */
export function truncate(a: Rational, precision: number): Dyadic {
  if (a.n === 0n) return { n: 0n, e: 0, exact: true };
  if (a.d === 1n) return { n: a.n, e: a.e, exact: true };
  const shift = Math.max(0, precision + 3 + lengthOf(a.d) - lengthOf(a.n));
  const dividend = a.n << BigInt(shift);
  const n = dividend / a.d;
  return { n, e: a.e - shift, exact: n * a.d === dividend };
}

/** ⌊√n⌋ by Newton's iteration from above, for n > 0. */
function integerRoot(n: bigint): bigint {
  const shift = BigInt(Math.max(0, (lengthOf(n) - 100) >> 1));
  // 1 + 2^-45 covers what the shift cuts off and the double square root rounds: the start is not below the root.
  const top = Math.ceil(Math.sqrt(Number(n >> (2n * shift))) * (1 + 2 ** -45));
  let root = BigInt(top) << shift;
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** √a truncated: relative error below 2^-precision; a > 0. */
export function squareRoot(a: Rational, precision: number): Dyadic {
  let shift = Math.max(0, 2 * precision + 6 + lengthOf(a.d) - lengthOf(a.n));
  if ((a.e - shift) % 2 !== 0) shift++;
  const dividend = a.n << BigInt(shift);
  const quotient = dividend / a.d;
  const n = integerRoot(quotient);
  return { n, e: (a.e - shift) / 2, exact: n * n === quotient && quotient * a.d === dividend };
}

function sum(a: Dyadic, b: Dyadic): Dyadic {
  const e = Math.min(a.e, b.e);
  return { n: (a.n << BigInt(a.e - e)) + (b.n << BigInt(b.e - e)), e, exact: a.exact && b.exact };
}

/** The value with an error below 2^-precision · (|p| + |q|/√w). */
export function approximate(s: Surd, precision: number): Dyadic {
  const p = truncate(s.p, precision);
  if (s.q.n === 0n) return p;
  const root = squareRoot(divide(square(s.q), s.w), precision);
  return sum(p, s.q.n < 0n ? { ...root, n: -root.n } : root);
}

/** A value as a sum of doubles, each the nearest to the remainder of the ones before it. */
export interface Expansion {
  readonly terms: readonly number[];
  /** The sum is the value. */
  readonly exact: boolean;
}

/** Relative error below 2^-(53·count) for results that stay clear of the subnormals. */
export function expand(value: Dyadic, count: number): Expansion {
  let { n, e } = value;
  const terms: number[] = [];
  for (let k = 0; k < count; k++) {
    const term = nearestDouble(n, e);
    terms.push(term);
    if (!Number.isFinite(term)) return { terms: [term, 0, 0].slice(0, count), exact: false };
    if (term === 0) continue;
    const unit = exponentOf(term) - 52;
    const shared = Math.min(e, unit);
    n = (n << BigInt(e - shared)) - (BigInt(scale(term, -unit)) << BigInt(unit - shared));
    e = shared;
  }
  return { terms, exact: value.exact && n === 0n };
}
