/**
 * Compares elements of a tensor with the values they must have: which one violates its bound, or comes closest to it.
 */
import { excess, sameValue } from '../../accuracy/judge-element.ts';
import type { Tensor } from '../../terms/contract.ts';
import { coordinates } from '../../terms/layout.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Finding } from './clause-exceptions.ts';

export interface Elements {
  /** The output that the numbers are, or are computed from. */
  readonly output: string;
  readonly tensor: Tensor;
}

/** One element, by flat index. */
export interface Element extends Elements {
  readonly index: number;
  readonly expected: number;
}

/** No tolerance. */
export function exactly({ output, tensor, index, expected }: Element): Finding {
  const actual = valuesOf(tensor)[index];
  const error = Math.abs(actual - expected);
  const { shape, dtype } = tensor;
  return { output, index: coordinates(shape, index), expected, actual, error, bound: 0, K: Infinity, dtype };
}

/** The first element beyond its bound; where there is none, the one that comes closest to it. */
export function closest(
  { output, tensor }: Elements,
  expected: ArrayLike<number>,
  bound: ArrayLike<number>,
): Finding | undefined {
  const values = valuesOf(tensor);
  const { shape, dtype } = tensor;
  let found: { readonly i: number; readonly ratio: number } | undefined;
  for (let i = 0; i < values.length && !(found && found.ratio > 1); i++) {
    const ratio = excess(values[i], expected[i], 0, bound[i], dtype);
    if (found === undefined || ratio > found.ratio) found = { i, ratio };
  }
  if (found === undefined) return undefined;
  const { i, ratio: K } = found;
  const error = Math.abs(values[i] - expected[i]);
  const numbers = { expected: expected[i], actual: values[i], error, bound: bound[i], K };
  return { output, index: coordinates(shape, i), ...numbers, dtype };
}

/** The first element that is not the same value, bit for bit up to the sign of zero and the payload of NaN. */
export function firstUnequal(
  actual: Tensor,
  expected: Tensor,
  only: (index: number) => boolean = () => true,
): { readonly index: number; readonly expected: number } | undefined {
  const [a, b] = [valuesOf(actual), valuesOf(expected)];
  const index = b.findIndex((value, i) => only(i) && !sameValue(a[i], value));
  return index < 0 ? undefined : { index, expected: b[index] };
}
