/** What the bounds of one channel are made of: the exact statistics and the sizes of the values that were summed. */
import type { ChannelTruth } from '../terms/truth.ts';
import { elementOf, type Layout } from '../terms/layout.ts';

export interface ChannelMagnitudes {
  readonly m: number;
  readonly mean: number;
  readonly variance: number;
  readonly invStd: number;
  /** A: mean of |x|; of |running mean| or |saved mean| where that is subtracted. */
  readonly meanAbs: number;
  /** Mean of x². */
  readonly meanSquare: number;
  readonly maxAbs: number;
  /** Flat indices of the channel's elements, in memory order. */
  readonly at: Uint32Array;
}

/** @param given - the operation subtracts a given mean instead of the batch's own */
export function magnitudesOf(
  layout: Layout,
  c: number,
  x: Float64Array,
  channel: ChannelTruth,
  given: boolean,
): ChannelMagnitudes {
  const m = layout.perChannel;
  const at = Uint32Array.from({ length: m }, (_, i) => elementOf(layout, c, i));
  let sum = 0;
  let squares = 0;
  let maxAbs = 0;
  for (const index of at) {
    const magnitude = Math.abs(x[index]);
    sum += magnitude;
    squares += magnitude * magnitude;
    maxAbs = Math.max(maxAbs, magnitude);
  }
  return {
    m,
    mean: channel.mean[c],
    variance: channel.variance[c],
    invStd: channel.invStd[c],
    meanAbs: given ? Math.abs(channel.mean[c]) : sum / m,
    meanSquare: squares / m,
    maxAbs,
    at,
  };
}
