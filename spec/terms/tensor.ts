/** Making and reading tensors of any element type. Numbers are doubles: every element type is exact in one. */
import type { DType, Tensor } from './contract.ts';
import { decodeBits, encodeBits } from './dtype.ts';

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  // A product beyond the range of doubles times 0 would be NaN.
  return shape.includes(0) ? 0 : shape.reduce((a, b) => a * b, 1);
}

/** Rounds each value once to the element type. */
export function tensor(dtype: DType, shape: readonly number[], values: ArrayLike<number>): Tensor {
  const { length } = values;
  if (length !== sizeOf(shape)) {
    throw new RangeError(`"values" expected ${sizeOf(shape)} for shape [${shape.join(', ')}], got ${length}`);
  }
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: Float32Array.from(values) };
    case 'float64':
      return { dtype, shape, data: Float64Array.from(values) };
    case 'float16':
    case 'bfloat16':
      return { dtype, shape, data: Uint16Array.from({ length }, (_, i) => encodeBits(dtype, values[i])) };
  }
}

/** The values as doubles, exactly. Shares memory with float64 tensors: do not write to it. */
export function valuesOf(t: Tensor): Float64Array {
  const { dtype, data } = t;
  if (dtype === 'float64') return data as Float64Array;
  if (dtype === 'float32') return Float64Array.from(data);
  return Float64Array.from({ length: data.length }, (_, i) => decodeBits(dtype, data[i]));
}

export function copyOf(t: Tensor): Tensor {
  return { dtype: t.dtype, shape: [...t.shape], data: t.data.slice() };
}

/** The memory of the tensor as bytes, sharing it. */
export function bytesOf(t: Tensor): Uint8Array {
  return new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength);
}

/** Same type, same shape, same bits. */
export function sameBits(a: Tensor, b: Tensor): boolean {
  return a.dtype === b.dtype && a.shape.join() === b.shape.join() && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
