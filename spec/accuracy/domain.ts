/**
 * Where bounds apply (BN-12, Domain), and what stays open within them: what an infinity among the arguments touches (BN-10),
 * and the unbiased variance of a single value (BN-6.8).
 */
import type { Operation, TensorName } from '../terms/operations.ts';
import { type ChannelMagnitudes, specialsOf } from './magnitudes.ts';
import type { Spread, SpreadOptions } from './spread.ts';

export interface ChannelArguments extends Pick<SpreadOptions, 'epsilon' | 'tiny' | 'given'>, Pick<Spread, 'least'> {
  /** |gamma| of the channel. */
  readonly gamma: number;
  /** Largest finite value of the type that sums are carried in. */
  readonly largest: number;
  readonly dy: Float64Array | undefined;
}

/**
 * Are all intermediate results of any honest evaluation in range? A NaN decides nothing here, so each comparison is
 * written to be false for it: what a NaN reaches is NaN by the text, and judged as such.
 */
export function inDomain(
  channel: ChannelMagnitudes,
  { gamma, epsilon, least, largest, tiny, dy, given }: ChannelArguments,
): boolean {
  const { m, maxAbs, invStd, variance, meanAbs } = channel;
  const limit = largest / 4;
  if (given === 'inverse') {
    if (invStd <= 0) return false;
  } else {
    if (epsilon < tiny && !(least >= tiny)) return false;
    const root = variance + epsilon;
    // A root of a negative number is NaN, whoever takes it.
    if (root < tiny && !(given === 'variance' && root <= -tiny)) return false;
  }
  const range = maxAbs + (given === 'nothing' ? 0 : meanAbs);
  if (given === 'nothing' && (m * range >= limit || m * (2 * range) ** 2 >= limit)) return false;
  if ((gamma + 1) * invStd * range >= limit) return false;
  if (dy === undefined) return true;
  let sum = 0;
  for (const index of channel.at) sum += Number.isFinite(dy[index]) ? Math.abs(dy[index]) : 0;
  return !((gamma + 1) * (invStd + invStd * invStd) * sum * range >= limit || sum >= limit);
}

/** Outputs that honest evaluations of one formula give differently. */
export type Unjudged = ReadonlySet<TensorName>;

const none: Unjudged = new Set();

export interface RunningArguments {
  /** Of the new statistic. */
  readonly weight: number;
  /** The old statistics that are given. */
  readonly old: readonly number[];
  /** Does the running variance take in the unbiased one? */
  readonly unbiased: boolean;
}

const dbeta: readonly TensorName[] = ['dbeta'];
const dgamma: readonly TensorName[] = ['dgamma'];
const throughStatistics: readonly TensorName[] = ['dx', 'dgamma'];

/**
 * An infinity makes ∞ - ∞ in one order of operations and not in another, and in every sum that carries its rounding error
 * along. A NaN leaves nothing open, but where its weight is 0.
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
      // 0/0: taken in as 0, left out, NaN.
      if (m === 1 && running.unbiased) open.add('runningVar');
      return open;
    }
    case 'trainBackward':
      return new Set([...(infiniteDy ? dbeta : []), ...(infiniteDy && !kinds.nan ? throughStatistics : [])]);
    case 'inferBackward':
      return new Set([...(infiniteDy ? dbeta : []), ...(infiniteProduct ? dgamma : [])]);
    case 'savedBackward':
      return new Set([...(infiniteDy ? dbeta : []), ...(infiniteProduct ? throughStatistics : [])]);
  }
}
