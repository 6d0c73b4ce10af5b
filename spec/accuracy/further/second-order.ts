/** One channel of a second derivative, as in the rows of BN-17: what BN-12 has of it, and the sums of dy and ddx. */
import type { BoundOptions } from '../bounds.ts';
import type { Arithmetic } from '../channel-call.ts';
import type { ChannelMagnitudes } from '../magnitudes.ts';
import { spreadOf } from '../statistics-errors.ts';

export interface ChannelErrors {
  readonly m: number;
  readonly at: Uint32Array;
  /** K·u, where m values are summed. */
  readonly ku: number;
  readonly eta: number;
  readonly r: number;
  readonly tiny: number;
  /** A and |x| as the grade measures them. */
  readonly spreadSize: number;
  readonly spreadSizeOf: (index: number) => number;
  /** |x̂| and δ by flat index. */
  readonly xhat: (index: number) => number;
  readonly delta: (index: number) => number;
}

export function channelErrorsOf(
  magnitudes: ChannelMagnitudes,
  x: Float64Array,
  epsilon: number,
  { grade }: Pick<BoundOptions, 'grade'>,
  { u, tiny, summedK, statistics }: Arithmetic,
): ChannelErrors {
  const { m, at, mean, invStd: r } = magnitudes;
  const spread = spreadOf(magnitudes, { grade, K: summedK, u, epsilon, tiny, statistics });
  const ku = summedK * u;
  const { eta, size } = spread;
  const sizeOf = (index: number): number => spread.sizeOf(x[index]);
  const xhat = (index: number): number => Math.abs(x[index] - mean) * r;
  return {
    m,
    at,
    ku,
    eta,
    r,
    tiny,
    spreadSize: size,
    spreadSizeOf: sizeOf,
    xhat,
    delta: (index) => ku * r * (1 + eta) * (size + sizeOf(index)) + xhat(index) * eta,
  };
}

/** An input g to which Q is applied, dy or ddx: sizes of what is summed of it, and errors. */
export interface Side {
  /** mean|g| */
  readonly mean: number;
  /** mean|g·x̂|, and P: the error of mean(g·x̂). */
  readonly along: number;
  readonly error: number;
  /** |g| + mean|g| by flat index. */
  readonly size: (index: number) => number;
  /** Error of g - mean(g) - x̂·mean(g·x̂). */
  readonly projectionError: (index: number) => number;
}

/** @param values - of the whole tensor; undefined where it is not given: 0 */
export function sideOf(channel: ChannelErrors, values: Float64Array | undefined): Side {
  const { m, at, ku, eta, r, tiny, spreadSize, spreadSizeOf, xhat, delta } = channel;
  const of = (index: number): number => Math.abs(values ? values[index] : 0) + tiny;
  let [total, sum, along, products] = [0, 0, 0, 0];
  for (const index of at) {
    const magnitude = of(index);
    total += values ? values[index] : 0;
    sum += magnitude;
    along += magnitude * xhat(index);
    products += magnitude * (spreadSize + spreadSizeOf(index));
  }
  const mean = sum / m;
  const size = along / m + tiny;
  // In Σ(g·x) - μ·Σg the error of the mean is added to those of the sums.
  const error = ku * r * (1 + eta) * (products / m + spreadSize * Math.abs(total / m) + tiny) + eta * size;
  return {
    mean,
    along: size,
    error,
    size: (index) => of(index) + mean,
    projectionError: (index) => ku * (of(index) + mean) + xhat(index) * error + delta(index) * (size + error),
  };
}

/** Bounds are themselves rounded doubles: this much margin covers it. */
const slack = 1 + 2 ** -20;

/** The bound of an element whose exact value is given. NaN and infinities are judged as such. */
export function allowed(error: number, exact: number, { tiny, largest }: Arithmetic): number {
  if (!Number.isFinite(exact)) return 0;
  const bound = (error + tiny) * slack;
  return bound < largest ? bound : Infinity;
}
