/** One number against its exact value (BN-12, Verdict of one element): NaN and infinities first, then distance. */
import type { DType, Tensor } from '../terms/contract.ts';
import { type Format, formats } from '../terms/dtype.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { ExactTensor } from '../terms/truth.ts';

/**
 * An element whose verdict is uncertain or whose error is largest. `error` and `bound` are absolute, in the units of
 * the output.
 */
export interface ElementError {
  readonly index: number;
  readonly expected: number;
  readonly actual: number;
  readonly error: number;
  readonly bound: number;
}

/**
 * Error over bound; above 1 the element fails. The sign of zero and the payload of NaN are not judged, and the sign
 * of a number only through its distance. An infinity is accepted where exact value and bound reach overflow.
 */
export function excess(actual: number, hi: number, lo: number, bound: number, dtype: DType): number {
  if (bound === Infinity) return 0;
  if (Number.isNaN(hi)) return Number.isNaN(actual) ? 0 : Infinity;
  if (!Number.isFinite(hi)) return actual === hi ? 0 : Infinity;
  if (Number.isNaN(actual)) return Infinity;
  if (!Number.isFinite(actual)) {
    const { largest, unitRoundoff } = formats[dtype];
    // Rounding to nearest overflows from half an ulp above the largest finite value on.
    const threshold = largest * (1 + unitRoundoff / 2);
    return Math.sign(actual) === Math.sign(hi) && Math.abs(hi) + bound >= threshold ? 0 : Infinity;
  }
  const error = Math.abs(actual - hi - lo);
  return error === 0 ? 0 : error / bound;
}

/** The bound after rounding to a storage type that is narrower than the sums: one more rounding. */
export function stored(bound: number, hi: number, storage: Format, arithmetic: Format, flushed: boolean): number {
  // Infinities and NaN are not rounded: an open bound stays open beside them, and one of 0 stays 0.
  if (!Number.isFinite(hi) || storage.precision >= arithmetic.precision) return bound;
  const { unitRoundoff, smallest, smallestNormal } = storage;
  const floor = flushed ? smallestNormal : smallest;
  return bound + unitRoundoff * (Math.abs(hi) + bound) + floor;
}

/** The element that comes closest to its bound, or exceeds it most. */
export function worstOf(
  actual: Tensor,
  exact: ExactTensor,
  boundAt: (index: number) => number,
): { excess: number; element: ElementError } {
  const values = valuesOf(actual);
  let worst = -1;
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const here = excess(values[i], exact.hi[i], exact.lo[i], boundAt(i), actual.dtype);
    if (here > worst) {
      worst = here;
      at = i;
    }
  }
  const [value, hi, lo] = [values[at], exact.hi[at], exact.lo[at]];
  const error = Math.abs(value - hi - lo);
  return { excess: worst, element: { index: at, expected: hi, actual: value, error, bound: boundAt(at) } };
}

/** Equal as values: NaN equals NaN, and the two zeros are one. */
export function sameValue(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
