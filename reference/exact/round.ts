/**
 * Correct rounding to an element type: nearest, ties to even, subnormals and overflow included, decided by comparing the
 * exact value with the boundaries halfway between neighbours (BN-12.1). An exact zero gives +0; a value that is not
 * zero keeps its sign.
 */
import type { DType } from '../../spec/terms/contract.ts';
import { bitsOf, decodeBits, formats, roundTo } from '../../spec/terms/dtype.ts';
import { approximate, nearestDouble } from './approximate.ts';
import { negate as negateRational, zero, type Rational } from './rational.ts';
import { compare, negate, type Exact, type Surd } from './surd.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** The value with these bits. */
export function fromBits(dtype: DType, bits: bigint): number {
  switch (dtype) {
    case 'float64':
      scratch.setBigUint64(0, bits);
      return scratch.getFloat64(0);
    case 'float32':
      scratch.setUint32(0, Number(bits));
      return scratch.getFloat32(0);
    case 'float16':
    case 'bfloat16':
      return decodeBits(dtype, Number(bits));
  }
}

/** Halfway between the values k and k + 1 places above zero; after the largest, where rounding goes to infinity. */
export function boundaryAbove(dtype: DType, k: bigint): Rational {
  const { precision, smallest } = formats[dtype];
  const stored = BigInt(precision - 1);
  const exponent = k >> stored;
  const fraction = k & ((1n << stored) - 1n);
  const significand = exponent === 0n ? fraction : fraction + (1n << stored);
  const unit = Math.log2(smallest) + Math.max(Number(exponent) - 1, 0);
  return { n: 2n * significand + 1n, d: 1n, e: unit - 1 };
}

interface Place {
  /** Places above zero of the nearest magnitude. */
  readonly k: bigint;
  readonly sign: -1 | 0 | 1;
}

/** @param estimate - where to start looking; it changes the time and never the answer */
function place(dtype: DType, value: Surd, estimate: number): Place {
  const sign = compare(value, zero);
  const magnitude = sign < 0 ? negate(value) : value;
  const start = roundTo(dtype, Math.abs(estimate));

  // The answer is the lowest k whose upper boundary is not below the value: away from the start in growing steps, then
  // by halves.
  let below = -1n;
  let reached = bitsOf(dtype, Infinity);
  let tie = false;
  let k = Number.isFinite(start) ? bitsOf(dtype, start) : reached - 1n;
  for (let step = 1n; reached - below > 1n; step *= 4n) {
    const side = compare(magnitude, boundaryAbove(dtype, k));
    if (side > 0) below = k;
    else {
      reached = k;
      tie = side === 0;
    }
    const next = side > 0 ? k + step : k - step;
    k = below < next && next < reached ? next : (below + reached) >> 1n;
  }
  return { k: tie && (reached & 1n) === 1n ? reached + 1n : reached, sign };
}

/** The value rounded once to the element type. */
export function nearest(dtype: DType, value: Exact, estimate?: number): number {
  if (typeof value === 'number') return Object.is(value, -0) ? 0 : roundTo(dtype, value);
  const { k, sign } = place(dtype, value, estimate ?? toDouble(value));
  const rounded = fromBits(dtype, k);
  return sign < 0 ? -rounded : rounded;
}

function toDouble(value: Surd): number {
  const { n, e } = approximate(value, 64);
  return nearestDouble(n, e);
}

/** Proof of a rounding: the two boundaries around the result, and on which side of each the exact value lies. */
export interface Certificate {
  readonly rounded: number;
  /** Absent where the result is -Infinity. */
  readonly lower?: Comparison;
  /** Absent where the result is Infinity. */
  readonly upper?: Comparison;
}

export interface Comparison {
  /** Halfway between the result and its neighbour, exactly. */
  readonly boundary: Rational;
  /** Sign of (exact value - boundary); 0 is a tie, which goes to the even neighbour. */
  readonly sign: -1 | 0 | 1;
}

export function certify(dtype: DType, value: Surd): Certificate {
  const { k, sign } = place(dtype, value, toDouble(value));
  const magnitude = fromBits(dtype, k);
  const against = (boundary: Rational): Comparison => ({ boundary, sign: compare(value, boundary) });
  const outer = magnitude === Infinity ? undefined : boundaryAbove(dtype, k);
  const inner = k === 0n ? negateRational(boundaryAbove(dtype, 0n)) : boundaryAbove(dtype, k - 1n);
  if (sign < 0) {
    const lower = outer && { lower: against(negateRational(outer)) };
    return { rounded: -magnitude, ...lower, upper: against(negateRational(inner)) };
  }
  return { rounded: magnitude, lower: against(inner), ...(outer && { upper: against(outer) }) };
}
