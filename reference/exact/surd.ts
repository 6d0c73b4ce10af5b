/**
 * The form of every output of batch normalization: p + q/√w with rational p, q and w > 0 (BN-12.1). Which side of a
 * rational t it lies on is decided by integers alone: with d = t - p, the value exceeds t when q/√w exceeds d, and where
 * both have one sign, q² against d²·w says which is larger.
 */
import { negate as negateRational, multiply, one, sign, square, subtract, zero, type Rational } from './rational.ts';

export interface Surd {
  readonly p: Rational;
  readonly q: Rational;
  /** Positive. */
  readonly w: Rational;
}

/** A value that may also be NaN or infinite, or a double that is exact by itself. */
export type Exact = Surd | number;

export function surd(p: Rational): Surd {
  return { p, q: zero, w: one };
}

export function negate(s: Surd): Surd {
  return { p: negateRational(s.p), q: negateRational(s.q), w: s.w };
}

/** Sign of s - t. */
export function compare(s: Surd, t: Rational): -1 | 0 | 1 {
  const d = subtract(t, s.p);
  const side = sign(s.q);
  const other = sign(d);
  if (side !== other) return side > other ? 1 : -1;
  if (side === 0) return 0;
  const larger = sign(subtract(square(s.q), multiply(square(d), s.w)));
  return (larger * side) as -1 | 0 | 1;
}
