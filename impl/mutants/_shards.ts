/** A batch split over ranks or blocks, as data-parallel training does it. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { slice } from './_tensors.ts';

export const batchAxisOf = (axis: number): number => (axis === 0 ? 1 : 0);

/** Entries [0, ceil(N / 2)) and the rest of the batch; the second part is empty where N = 1. */
export function halves(t: Tensor, axis: number): readonly [Tensor, Tensor] {
  const batch = batchAxisOf(axis);
  const n = t.shape[batch];
  const cut = Math.ceil(n / 2);
  return [slice(t, batch, 0, cut), slice(t, batch, cut, n)];
}

/** One channel's values in chunks of the given length; the last may be shorter. */
export function chunksOf(x: Float64Array, length: number): Float64Array[] {
  const chunks: Float64Array[] = [];
  for (let from = 0; from < x.length; from += length) chunks.push(x.subarray(from, from + length));
  return chunks;
}

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations. */
  readonly m2: number;
}

export function momentsOf(x: Float64Array): Moments {
  const count = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / count;
  return { count, mean, m2: x.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}
