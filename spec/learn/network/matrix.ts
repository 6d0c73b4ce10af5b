/** Tables of numbers as float32 tensors [rows, columns]: a batch has one row per sample and one column per unit. */
import type { Tensor } from '../../terms/contract.ts';

export interface Matrix extends Tensor {
  readonly dtype: 'float32';
  readonly shape: readonly [number, number];
  readonly data: Float32Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { dtype: 'float32', shape: [rows, columns], data: new Float32Array(rows * columns) };
}

/** One row per value. */
export function columnOf(values: ArrayLike<number>): Matrix {
  return { dtype: 'float32', shape: [values.length, 1], data: Float32Array.from(values) };
}

export function map(matrix: Matrix, change: (value: number, index: number) => number): Matrix {
  return { ...matrix, data: matrix.data.map(change) };
}

/** The chosen rows, in the given order. */
export function rowsOf(matrix: Matrix, order: readonly number[]): Matrix {
  const [, columns] = matrix.shape;
  const out = zeros(order.length, columns);
  for (const [i, row] of order.entries()) {
    out.data.set(matrix.data.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return out;
}

/** The values of one column. */
export function columnValues({ shape: [rows, columns], data }: Matrix, column: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, i) => data[i * columns + column]);
}
