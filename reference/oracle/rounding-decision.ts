/**
 * The rounding test. hi is the double nearest to hi + lo, and the exact value is within `bound` of hi + lo. If the test
 * cannot tell the rounding of the exact value, exact arithmetic decides; `decisions` counts how often.
 */
import type { DType } from '../../spec/terms/contract.ts';
import { roundTo } from '../../spec/terms/dtype.ts';
import { nearest } from '../exact/round.ts';
import type { Exact } from '../exact/surd.ts';

/** Number of values rounded since the start of the process, and of those decided by exact arithmetic. */
export const decisions: { rounded: number; exact: number } = { rounded: 0, exact: 0 };

/**
 * True when the double h is known to round to the same value of a narrower type as the exact value does. The halfway
 * points of such a type are doubles. If h is not one of them, none lies between h and a value less than half a place
 * of h away, and |lo| + bound is less than that. h is halfway between f and a neighbour when 2h - f is that neighbour.
 *
 * @param f - h rounded to the type
 * @param again - 2h - f rounded to the type
 */
export function certain(h: number, f: number, again: number, bound: number): boolean {
  return bound <= Math.abs(h) * 2 ** -55 && (f === h || again !== h + (h - f));
}

/** True when the exact value rounds to the double h: the whole interval does, and rounding is monotone. */
export function certainDouble(h: number, lo: number, bound: number): boolean {
  const reach = bound + Math.abs(lo) * 2 ** -52;
  return h + (lo + reach) === h && h + (lo - reach) === h;
}

/** Rounds one value once. */
export function round(dtype: DType, h: number, lo: number, bound: number, exact: () => Exact): number {
  decisions.rounded++;
  if (dtype === 'float64') {
    if (certainDouble(h, lo, bound)) return h === 0 ? 0 : h;
  } else {
    const f = roundTo(dtype, h);
    if (certain(h, f, roundTo(dtype, h + (h - f)), bound)) return h === 0 ? 0 : f;
  }
  decisions.exact++;
  return nearest(dtype, exact(), h);
}
