/**
 * Domain of the bounds (BN-12, Domain), and the elements left open within it: those affected by an infinity among the
 * arguments (BN-10), and the unbiased variance of a single value (BN-6.8).
 */
import { isTraining, type Operation, type TensorName, throughStatistics } from '../terms/operations.ts';
import { type ChannelMagnitudes, specialsOf } from './magnitudes.ts';
import type { Spread, SpreadOptions } from './statistics-errors.ts';

export interface ChannelArguments
  extends Pick<SpreadOptions, 'epsilon' | 'tiny' | 'statistics'>, Pick<Spread, 'least'> {
  /** |gamma| and |beta| of the channel. */
  readonly gamma: number;
  readonly beta: number;
  /** The largest inverse standard deviation that grade stable allows, r(1 + η). */
  readonly steepest: number;
  /** Largest finite value of the type in which sums are accumulated. */
  readonly largest: number;
  readonly dy: Float64Array | undefined;
}

/**
 * Whether all intermediate results of any legitimate evaluation are in range. A NaN must not decide here, so each
 * comparison is written to be false for it: results that depend on a NaN are NaN by the specification, and judged as
 * such.
 */
export function inDomain(channel: ChannelMagnitudes, given: ChannelArguments): boolean {
  const { m, maxAbs, meanAbs } = channel;
  const { gamma, beta, steepest: r, largest, dy } = given;
  const own = given.statistics === 'batch';
  const limit = largest / 4;
  if (!hasRoot(channel, given)) return false;
  if (own && (m * maxAbs >= limit || m * (2 * maxAbs) ** 2 >= limit)) return false;
  const coupled = dy !== undefined && given.statistics !== 'given-variance';
  // (γ·r/m)·(m·dy - Σdy - …) is as right as dividing each sum by m.
  const [power, shares] = coupled ? [3, m] : [1, 1];
  if (vanishes(Math.min(1, channel.invStd ** power) / shares, given)) return false;

  // Factors may be multiplied in any order: 1 stands for those that come later.
  const size = Math.max(1, own ? 2 * maxAbs : maxAbs + meanAbs);
  const scaled = (gamma + 1) * size;
  if (beta >= limit || scaled * (1 + r) >= limit) return false;
  if (dy === undefined) return true;
  let [all, most] = [0, 0];
  for (const index of channel.at) {
    const magnitude = Math.abs(dy[index]);
    if (!(magnitude < Infinity)) continue;
    all += magnitude;
    most = Math.max(most, magnitude);
  }
  const sum = coupled ? m * most : all;
  const powers = coupled ? (1 + r * r) * (1 + r * size) : 1 + r;
  return !(sum >= limit || scaled * Math.max(1, sum) * powers >= limit);
}

/** Whether v̂ + ε is a number with a finite square root and reciprocal. */
function hasRoot(
  { variance, invStd }: ChannelMagnitudes,
  { epsilon, least, tiny, statistics }: ChannelArguments,
): boolean {
  // An infinite one is what a narrow type makes of 1/√v: (x - μ)·r may be any infinity, and NaN at the mean.
  if (statistics === 'given-inverse') return !(invStd <= 0 || invStd === Infinity);
  if (epsilon < tiny && !(least >= tiny)) return false;
  // No data have a negative variance (BN-10): libraries raise it to 0, take its magnitude, or give NaN.
  return !(variance < 0 || variance + epsilon < tiny);
}

/** Whether a factor of at most 1, or its product with gamma, underflows without being 0. */
const vanishes = (factor: number, { gamma, tiny }: ChannelArguments): boolean =>
  factor > 0 && factor * Math.min(1, gamma || 1) < tiny;

/** Outputs in which legitimate evaluations of one formula differ. */
export type Unjudged = ReadonlySet<TensorName>;

const none: Unjudged = new Set();

export interface RunningArguments {
  /** Weight of the new statistic. */
  readonly weight: number;
  /** The old statistics that are given. */
  readonly old: readonly number[];
  /** Whether the running variance uses the unbiased variance. */
  readonly unbiased: boolean;
}

const dbeta: readonly TensorName[] = ['dbeta'];
const dgamma: readonly TensorName[] = ['dgamma'];
const dxAndDgamma: readonly TensorName[] = ['dx', 'dgamma'];

/**
 * An infinity makes ∞ - ∞ in one order of operations and not in another, and in every compensated sum. A NaN leaves
 * nothing open, unless its weight is 0.
 */
export function unjudgedOutputs(
  operation: Operation,
  { m, at, special: kinds }: ChannelMagnitudes,
  dy: Float64Array | undefined,
  running: RunningArguments,
): Unjudged {
  const upstream = dy ? specialsOf(at, dy) : { nan: false, infinite: false };
  const infiniteDy = upstream.infinite && !upstream.nan;
  const infiniteProduct = (upstream.infinite || kinds.infinite) && !upstream.nan && !kinds.nan;
  switch (operation) {
    case 'inferForward':
      return none;
    case 'trainForward': {
      const open = new Set<TensorName>();
      // The mean of an infinity is that infinity by the formula and NaN by Welford's recurrence.
      if (kinds.infinite && !kinds.nan) open.add('mean').add('runningMean');
      const special = kinds.infinite || kinds.nan || running.old.some((value) => !Number.isFinite(value));
      const oneSided = running.weight === 0 || running.weight === 1;
      if (running.old.some((value) => Math.abs(value) === Infinity) || (special && oneSided)) {
        open.add('runningMean').add('runningVar');
      }
      // 0/0: counted as 0, left out, or NaN.
      if (m === 1 && running.unbiased) open.add('runningVar');
      return open;
    }
    case 'trainBackward':
      return new Set([...(infiniteDy ? dbeta : []), ...(infiniteDy && !kinds.nan ? dxAndDgamma : [])]);
    case 'inferBackward':
      return new Set([...(infiniteDy ? dbeta : []), ...(infiniteProduct ? dgamma : [])]);
    case 'savedBackward':
      return new Set([...(infiniteDy ? dbeta : []), ...(infiniteProduct ? dxAndDgamma : [])]);
  }
}

/** Values that a factor of 0 is multiplied with: x and dy of the channel, and gamma. */
export interface Factors {
  readonly x: Float64Array;
  readonly dy: Float64Array | undefined;
  /** 1 where it is not given. */
  readonly gamma: number;
}

/**
 * 0 · NaN is NaN, and a compiler that knows the 0 replaces the product by 0 (BN-10): results that depend on it are not
 * judged.
 */
export function hiddenOutputs(
  operation: Operation,
  { at, special, mean, invStd }: ChannelMagnitudes,
  { x, dy, gamma }: Factors,
): readonly TensorName[] {
  const unusual = (value: number): boolean => !Number.isFinite(value);
  const specialX = special.nan || special.infinite;
  const specialStatistics = unusual(mean) || unusual(invStd);
  const behindGamma =
    gamma === 0 && (specialX || specialStatistics || (dy !== undefined && at.some((index) => unusual(dy[index]))));
  const hidden: TensorName[] = behindGamma ? ['y', 'dx'] : [];
  if (dy === undefined || !(specialX || specialStatistics)) return hidden;
  const everywhere = specialStatistics || isTraining(operation);
  const met = everywhere ? at : at.filter((index) => unusual(x[index]));
  if (met.every((index) => dy[index] === 0))
    hidden.push('dgamma', ...(throughStatistics(operation) ? (['dx'] as const) : []));
  return hidden;
}
