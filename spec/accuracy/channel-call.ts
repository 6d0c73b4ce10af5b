/** One channel of a call, as in the rows of BN-12: its exact statistics, its arguments, and how it is computed. */
import type { Claims, DType } from '../terms/contract.ts';
import { type Format, formats } from '../terms/dtype.ts';
import { type Operation, signatures, type Statistics, type TensorName } from '../terms/operations.ts';
import { constantK, elementwiseK, type Growth } from './grade.ts';
import type { ChannelMagnitudes } from './magnitudes.ts';
import type { Spread } from './statistics-errors.ts';

/** The type in which sums are accumulated: the claimed one, or x's own where that is wider. */
export function accumulatorOf(x: DType, claims: Claims): DType {
  return formats[claims.accumulate].precision > formats[x].precision ? claims.accumulate : x;
}

/** The type in which sums are accumulated, and the number of roundings that are counted. */
export interface Arithmetic {
  readonly statistics: Statistics;
  /** Unit roundoff. */
  readonly u: number;
  /** K where m values are summed, and K where x is normalized: sums enter there unless the statistics are given. */
  readonly summedK: number;
  readonly normalizedK: number;
  /** Smallest number that counts: the smallest normal one, or more where subnormals are flushed. */
  readonly tiny: number;
  readonly largest: number;
}

/** The numbers that are computed with, as far as a bound depends on them. */
export interface ArithmeticFormat extends Pick<Format, 'unitRoundoff' | 'largest'> {
  /** ω: below it, underflow is allowed for. 0 where exponents have no end. */
  readonly tiny: number;
}

/** The format of an element type, or of a wider accumulator. */
export function formatOf(x: DType, claims: Claims): ArithmeticFormat {
  const { unitRoundoff, smallestNormal, largest } = formats[accumulatorOf(x, claims)];
  return { unitRoundoff, largest, tiny: claims.subnormals === 'kept' ? smallestNormal : smallestNormal / unitRoundoff };
}

export function arithmeticOf(
  operation: Operation,
  { unitRoundoff: u, largest, tiny }: ArithmeticFormat,
  m: number,
  growth: Growth,
): Arithmetic {
  const { statistics } = signatures[operation];
  const summedK = constantK(m, growth);
  const normalizedK = statistics === 'batch' ? summedK : elementwiseK;
  return { statistics, u, summedK, normalizedK, tiny, largest };
}

/** Update rule of a running statistic. */
export interface Update {
  /** Weight of the new statistic. */
  readonly weight: number;
  /** Factor from the biased variance to the one that enters. */
  readonly bessel: number;
  readonly oldMean: number | undefined;
  readonly oldVar: number | undefined;
}

export interface ChannelCall {
  readonly arithmetic: Arithmetic;
  readonly channel: ChannelMagnitudes;
  readonly spread: Spread;
  /** x and dy of the whole tensor, by flat index. */
  readonly x: Float64Array;
  readonly dy: Float64Array | undefined;
  /** |gamma| and |beta|. */
  readonly gamma: number;
  readonly beta: number;
  readonly update: Update;
  /** The exact dx by flat index. */
  readonly dx: Float64Array | undefined;
}

/** Error of each output: one for the channel, or one for each of its elements by flat index. */
export type Errors = Readonly<Partial<Record<TensorName, number | ((index: number) => number)>>>;

/** r(1 + η): the largest allowed inverse standard deviation. */
export const largestInvStd = ({ channel, spread }: ChannelCall): number => channel.invStd * (1 + spread.eta);

export const xhatOf = ({ channel, x }: ChannelCall, index: number): number =>
  (x[index] - channel.mean) * channel.invStd;

/** δ: the error of x̂. @param K - roundings counted in it */
export function deltaOf(call: ChannelCall, K: number): (index: number) => number {
  const { spread, arithmetic, x } = call;
  const scale = K * arithmetic.u * largestInvStd(call);
  return (index) => scale * (spread.size + spread.sizeOf(x[index])) + Math.abs(xhatOf(call, index)) * spread.eta;
}

/**
 * A product that underflows is off by at most u·ω. γ or r may multiply that later; as far as it is then more than ω, which each bound
 * has anyway, it is added to y and to dx of inference (theorem y_with_underflow of spec/proofs/underflow.v).
 */
export function magnifiedUnderflow(call: ChannelCall): number {
  const { arithmetic, gamma } = call;
  const { u, tiny } = arithmetic;
  const times = 1.02 * u * (1 + Math.max(gamma, largestInvStd(call)));
  return tiny * Math.max(0, times - 1);
}
