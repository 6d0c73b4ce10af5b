/**
 * Exact rational arithmetic on values n/d · 2^e. Every finite double is one of them, and so is every mean, variance and
 * gradient up to the square root. Nothing is ever reduced: a value goes through few operations, and a greatest common
 * divisor costs more than the bits it saves.
 */

export interface Rational {
  readonly n: bigint;
  /** Positive. */
  readonly d: bigint;
  readonly e: number;
}

export const zero: Rational = { n: 0n, d: 1n, e: 0 };
export const one: Rational = { n: 1n, d: 1n, e: 0 };

const bits = new DataView(new ArrayBuffer(8));

/** The exact value of a finite double, with an odd numerator. */
export function rational(x: number): Rational {
  if (x === 0) return zero;
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  const exponent = (high >>> 20) & 0x7ff;
  let significand = (high & 0xfffff) * 2 ** 32 + bits.getUint32(4);
  if (exponent > 0) significand += 2 ** 52;
  let e = Math.max(exponent, 1) - 1075;
  if (significand % 2 ** 32 === 0) {
    significand /= 2 ** 32;
    e += 32;
  }
  const low = significand | 0;
  const trailing = 31 - Math.clz32(low & -low);
  significand /= 2 ** trailing;
  return { n: BigInt(x < 0 ? -significand : significand), d: 1n, e: e + trailing };
}

export function integer(n: number | bigint): Rational {
  return { n: BigInt(n), d: 1n, e: 0 };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.n === 0n) return b;
  if (b.n === 0n) return a;
  const e = Math.min(a.e, b.e);
  const an = a.n << BigInt(a.e - e);
  const bn = b.n << BigInt(b.e - e);
  return a.d === b.d ? { n: an + bn, d: a.d, e } : { n: an * b.d + bn * a.d, d: a.d * b.d, e };
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d, e: a.e };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return { n: a.n * b.n, d: a.d * b.d, e: a.e + b.e };
}

/** @param b - not zero */
export function divide(a: Rational, b: Rational): Rational {
  const n = a.n * b.d;
  return b.n < 0n ? { n: -n, d: a.d * -b.n, e: a.e - b.e } : { n, d: a.d * b.n, e: a.e - b.e };
}

export function square(a: Rational): Rational {
  return multiply(a, a);
}

export function sign(a: Rational): -1 | 0 | 1 {
  if (a.n === 0n) return 0;
  return a.n > 0n ? 1 : -1;
}

export function absolute(a: Rational): Rational {
  return a.n < 0n ? negate(a) : a;
}

/** Sign of a - b. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  return sign(subtract(a, b));
}
