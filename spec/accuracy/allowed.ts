/** The error that a grade allows for each element of an answer, rounding to the type in which it is stored included. */
import type { Calls } from '../terms/operations.ts';
import type { Claims, DType, Grade } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { type AnyOperation, type AnyTensor, dataOf } from '../terms/further-operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { ExactTensor, Truth } from '../terms/truth.ts';
import { anyBoundsOf } from './any-bounds.ts';
import { accumulatorOf, type BoundOptions } from './bounds.ts';
import type { Growth } from './grade.ts';
import { stored } from './judge-element.ts';

export interface Allowance {
  readonly grade: Exclude<Grade, 'wrong'>;
  readonly claims: Claims;
  readonly growth: Growth;
}

/** Elements that are not correctly rounded are measured by the bounds of the next grade. */
export const bounded = (grade: Exclude<Grade, 'wrong'>): BoundOptions['grade'] =>
  grade === 'exact' ? 'offset-free' : grade;

/** @returns the errors allowed for an output of the truth in an element type; Infinity: not judged */
export function allowedErrors<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  truth: Truth,
  { grade, claims, growth }: Allowance,
): (output: AnyTensor, dtype: DType) => Float64Array {
  const bounds = anyBoundsOf(operation, call, truth, { grade: bounded(grade), claims, growth });
  const arithmetic = formats[accumulatorOf(dataOf(operation, call).dtype, claims)];
  const flushed = claims.subnormals === 'flushed';
  return (output, dtype) => {
    const [bound, exact] = [bounds[output] as Float64Array, truth.outputs[output] as ExactTensor];
    if (grade === 'exact') return bound.map((each, i) => (each < Infinity ? errorOfRounding(exact, dtype, i) : each));
    return bound.map((each, i) => stored(each, exact.hi[i], formats[dtype], arithmetic, flushed));
  };
}

/** The error of the correctly rounded number; 0 where the exact value is no number. */
export function errorOfRounding(exact: ExactTensor, dtype: DType, index: number): number {
  const [hi, lo] = [exact.hi[index], exact.lo[index]];
  return Number.isFinite(hi) ? Math.abs(valuesOf(exact.round(dtype))[index] - hi - lo) : 0;
}
