/**
 * One channel as a plain list of numbers, and back: the only place in `plain` that knows the layout of elements
 * (BN-2.4).
 */
import { elementOf, type Layout } from '../../spec/terms/layout.ts';

/** The m values of channel c, in memory order. `values` holds the whole tensor. */
export function gather(values: Float64Array, layout: Layout, c: number): Float64Array {
  return Float64Array.from({ length: layout.perChannel }, (_, i) => values[elementOf(layout, c, i)]);
}

/** Puts the m values of channel c back into the whole tensor. */
export function scatter(values: Float64Array, layout: Layout, c: number, channel: Float64Array): void {
  for (let i = 0; i < channel.length; i++) values[elementOf(layout, c, i)] = channel[i];
}
