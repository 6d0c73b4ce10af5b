/** Tensors from tensors: other values, other shapes, parts along an axis. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';

/** Same type and shape; each value is rounded once. */
export function mapTensor(t: Tensor, change: (value: number, index: number) => number): Tensor {
  return tensor(t.dtype, t.shape, Array.from(valuesOf(t), change));
}

/** The same memory order under another shape of the same size. */
export function reshape(t: Tensor, shape: readonly number[]): Tensor {
  return { ...t, shape };
}

export function filled(like: Tensor, value: number): Tensor {
  return mapTensor(like, () => value);
}

/** Entries from ≤ k < to along an axis. */
export function slice(t: Tensor, axis: number, from: number, to: number): Tensor {
  const { outer, inner, channels: length } = layoutOf(t.shape, axis);
  const values = valuesOf(t);
  const part: number[] = [];
  for (let o = 0; o < outer; o++) {
    for (let i = (o * length + from) * inner; i < (o * length + to) * inner; i++) part.push(values[i]);
  }
  return tensor(t.dtype, t.shape.with(axis, to - from), part);
}

/** Puts slices along an axis back together. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  const { outer, inner } = layoutOf(first.shape, axis);
  const length = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  const all = parts.map(valuesOf);
  const out: number[] = [];
  for (let o = 0; o < outer; o++) {
    for (const [k, values] of all.entries()) {
      const block = parts[k].shape[axis] * inner;
      for (let i = o * block; i < (o + 1) * block; i++) out.push(values[i]);
    }
  }
  return tensor(first.dtype, first.shape.with(axis, length), out);
}

/** One value per channel of x, in the given tensor's type. */
export function channelValues(like: Tensor, values: ArrayLike<number>): Tensor {
  return tensor(like.dtype, [values.length], values);
}
