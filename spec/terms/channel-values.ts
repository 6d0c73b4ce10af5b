/** One channel as a plain list of numbers, and back: where its elements lie (BN-2.4). */
import type { Layout } from './layout.ts';

/** The m values of channel c, in memory order. `values` holds the whole tensor. */
export function gather(
  values: ArrayLike<number>,
  { channels, outer, inner, perChannel }: Layout,
  c: number,
): Float64Array {
  const channel = new Float64Array(perChannel);
  let i = 0;
  for (let o = 0; o < outer; o++) {
    const from = (o * channels + c) * inner;
    for (let k = 0; k < inner; k++) channel[i++] = values[from + k];
  }
  return channel;
}

/** Puts the m values of channel c back into the whole tensor. */
export function scatter(
  values: Float64Array,
  { channels, outer, inner }: Layout,
  c: number,
  channel: Float64Array,
): void {
  let i = 0;
  for (let o = 0; o < outer; o++) {
    const to = (o * channels + c) * inner;
    for (let k = 0; k < inner; k++) values[to + k] = channel[i++];
  }
}
