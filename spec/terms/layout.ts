/**
 * Positions of the elements of a channel (chapter BN-2): any row-major tensor is [outer, C, inner] around its channel
 * axis.
 */

export interface Layout {
  /** Number of channels C. */
  readonly channels: number;
  /** Values per channel, m = N·S. */
  readonly perChannel: number;
  /** Product of the sizes before the channel axis. */
  readonly outer: number;
  /** Product of the sizes after it. */
  readonly inner: number;
}

/** @param axis - 0 ≤ axis < shape.length */
export function layoutOf(shape: readonly number[], axis: number): Layout {
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  const outer = product(shape.slice(0, axis));
  const inner = product(shape.slice(axis + 1));
  return { channels: shape[axis], perChannel: outer * inner, outer, inner };
}

/** Flat index of value i (0 ≤ i < m) of channel c; i runs in memory order. */
export function elementOf(layout: Layout, c: number, i: number): number {
  const { channels, inner } = layout;
  const block = Math.floor(i / inner);
  return (block * channels + c) * inner + (i - block * inner);
}

/** Channel of the element at a flat index. */
export function channelOf(layout: Layout, index: number): number {
  return Math.floor(index / layout.inner) % layout.channels;
}

/** [2, 0, 1] for a flat index: the coordinates a reader looks for. */
export function coordinates(shape: readonly number[], index: number): number[] {
  const at: number[] = [];
  for (let k = shape.length - 1; k >= 0; k--) {
    at.unshift(index % shape[k]);
    index = Math.floor(index / shape[k]);
  }
  return at;
}
