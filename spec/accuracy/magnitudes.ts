/**
 * Quantities from which the bounds of one channel are computed: the exact statistics and the sizes of the values that
 * were summed.
 */
import type { ChannelTruth } from '../terms/truth.ts';
import { elementOf, type Layout } from '../terms/layout.ts';

export interface Specials {
  readonly nan: boolean;
  readonly infinite: boolean;
}

export function specialsOf(at: Uint32Array, values: Float64Array): Specials {
  let nan = false;
  let infinite = false;
  for (const index of at) {
    const value = values[index];
    if (Number.isNaN(value)) nan = true;
    else if (Math.abs(value) === Infinity) infinite = true;
  }
  return { nan, infinite };
}

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
  /** NaN and infinities in x, which the sizes above leave out. */
  readonly special: Specials;
  /** Flat indices of the channel's elements, in memory order. */
  readonly at: Uint32Array;
}

/** @param own - the operation subtracts the mean of the batch, not a given one */
export function magnitudesOf(
  layout: Layout,
  c: number,
  x: Float64Array,
  channel: ChannelTruth,
  own: boolean,
): ChannelMagnitudes {
  const m = layout.perChannel;
  const at = new Uint32Array(m);
  for (let i = 0; i < m; i++) at[i] = elementOf(layout, c, i);
  let sum = 0;
  let squares = 0;
  let maxAbs = 0;
  for (const index of at) {
    const magnitude = Math.abs(x[index]);
    if (!(magnitude < Infinity)) continue;
    sum += magnitude;
    squares += magnitude * magnitude;
    maxAbs = Math.max(maxAbs, magnitude);
  }
  return {
    m,
    mean: channel.mean[c],
    variance: channel.variance[c],
    invStd: channel.invStd[c],
    meanAbs: own ? sum / m : Math.abs(channel.mean[c]),
    meanSquare: squares / m,
    maxAbs,
    special: specialsOf(at, x),
    at,
  };
}
