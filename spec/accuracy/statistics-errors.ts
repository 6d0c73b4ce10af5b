/** Largest error of the statistics of one channel, for one grade (chapter BN-12). */
import type { Grade } from '../terms/contract.ts';
import type { Statistics } from '../terms/operations.ts';
import type { ChannelMagnitudes } from './magnitudes.ts';

export interface Spread {
  /** Allowed error of the mean. */
  readonly mean: number;
  /** Allowed error of the biased variance. */
  readonly variance: number;
  /** η: largest relative deviation of the inverse standard deviation. Infinity where any value passes. */
  readonly eta: number;
  /** Least possible value of v + ε. */
  readonly least: number;
  /** A as the grade measures it. */
  readonly size: number;
  /** |x| as the grade measures it. */
  sizeOf(x: number): number;
}

export interface SpreadOptions {
  readonly grade: Exclude<Grade, 'exact' | 'wrong'>;
  readonly K: number;
  /** Unit roundoff of the sums. */
  readonly u: number;
  readonly epsilon: number;
  /** Smallest number that the arithmetic resolves: the smallest normal, or more where subnormals are flushed. */
  readonly tiny: number;
  readonly statistics: Statistics;
}

/**
 * stable: the error of the mean is a sum's, K·u·mean|x|, and √v is off by at most t = K·u·(σ + A), σ = √v.
 * offset-free: the same with A and |x| measured from the mean; a trace u·A of the offset remains.
 * cancelling: the variance is a difference of mean(x²) and of the square of a mean, off by K·u·(mean(x²) + 2·A·|μ|).
 */
export function spreadOf(channel: ChannelMagnitudes, options: SpreadOptions): Spread {
  const { grade, u, epsilon, tiny, statistics } = options;
  const ku = options.K * u;
  const sigma = Math.sqrt(Math.max(0, channel.variance));
  const free = grade === 'offset-free';
  const own = statistics === 'batch';
  const size = (free ? (own ? sigma : 0) + u * channel.meanAbs : channel.meanAbs) + tiny;
  const sizeOf = (x: number): number => (free ? Math.abs(x - channel.mean) + u * Math.abs(x) : Math.abs(x)) + tiny;

  const t = ku * (sigma + (own ? size : 0));
  let variance = 2 * sigma * t + t * t;
  if (grade === 'cancelling' && own) variance += ku * (channel.meanSquare + 2 * size * Math.abs(channel.mean));
  variance += tiny;

  const exact = channel.variance + epsilon;
  const cancelling = grade === 'cancelling';
  const below = cancelling ? variance : sigma > t ? t * (2 * sigma - t) : sigma * sigma;
  const above = cancelling ? variance : t * (2 * sigma + t);
  const least = cancelling ? exact - variance : Math.max(0, sigma - t) ** 2 + epsilon;
  return {
    mean: (free ? 2 * u * Math.abs(channel.mean) : 0) + ku * size + tiny,
    variance,
    eta: eta(),
    least,
    size,
    sizeOf,
  };

  function eta(): number {
    // A given r, or one that is 0 or NaN, or the square root of a difference of given numbers: no sum is involved.
    if (statistics === 'given-inverse' || !(channel.variance >= 0 && channel.variance < Infinity)) return 2 * ku;
    // A difference of sums lost most of its digits: nothing can be said of r.
    if (cancelling && least < exact / 2) return Infinity;
    // √(1 + q) - 1 is q / (1 + √(1 + q)): where sums are accumulated in doubles, a difference of roots would cancel.
    const q = below / least;
    const up = (q / (1 + Math.sqrt(1 + q))) * (1 + 2 * ku) + 2 * ku;
    const root = Math.sqrt(exact / (exact + above));
    const down = above / (exact + above) / (1 + root) + 2 * ku * root;
    return Math.max(up, down);
  }
}
