/** Exact sums by integers alone: slow, for any finite doubles; the fast sums are tested against them. */
import { integer, multiply, rational, subtract, divide, square, type Rational } from './rational.ts';

/** Σ aᵢ. */
export function sum(a: ArrayLike<number>): Rational {
  return total(a.length, (i) => rational(a[i]));
}

/** Σ aᵢ·bᵢ. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): Rational {
  return total(a.length, (i) => multiply(rational(a[i]), rational(b[i])));
}

function total(length: number, term: (i: number) => Rational): Rational {
  // One integer per exponent first, so that a shift is paid per exponent and not per element.
  const perExponent = new Map<number, bigint>();
  for (let i = 0; i < length; i++) {
    const { n, e } = term(i);
    perExponent.set(e, (perExponent.get(e) ?? 0n) + n);
  }
  return collect(perExponent);
}

/** Σ n·2^e over the entries e → n. */
export function collect(perExponent: ReadonlyMap<number, bigint>): Rational {
  let e = Infinity;
  for (const [exponent, n] of perExponent) if (n !== 0n && exponent < e) e = exponent;
  let n = 0n;
  for (const [exponent, part] of perExponent) if (part !== 0n) n += part << BigInt(exponent - e);
  return { n, d: 1n, e: n === 0n ? 0 : e };
}

/** μ = Σx/m. */
export function meanOf(sumX: Rational, m: number): Rational {
  return divide(sumX, integer(m));
}

/** v = Σx²/m - μ², exact, so that the subtraction loses nothing. */
export function varianceOf(sumX: Rational, sumXX: Rational, m: number): Rational {
  const count = integer(m);
  return divide(subtract(multiply(count, sumXX), square(sumX)), square(count));
}

/** Σ dy·(x - μ) for any μ. */
export function centredDot(sumDyX: Rational, sumDy: Rational, mean: Rational): Rational {
  return subtract(sumDyX, multiply(mean, sumDy));
}
