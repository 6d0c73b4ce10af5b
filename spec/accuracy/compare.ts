/**
 * Compares an answer with the truth: the strictest grade that every element of an output meets, and the element closest
 * to its bound.
 */
import type { Calls } from '../terms/operations.ts';
import type { Claims, Grade, Tensor } from '../terms/contract.ts';
import { type AnyOperation, type AnyTensor, dataOf } from '../terms/further-operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { ExactTensor, Truth } from '../terms/truth.ts';
import { formats } from '../terms/dtype.ts';
import { bounded, errorOfRounding } from './allowed.ts';
import { anyBoundsOf, anyConstantFor, type AnyBounds } from './any-bounds.ts';
import { accumulatorOf } from './bounds.ts';
import { type Growth, meets } from './grade.ts';
import { type ElementError, sameValue, stored, worstOf } from './judge-element.ts';

export interface Comparison {
  readonly output: AnyTensor;
  /** Strictest grade that this output meets. */
  readonly grade: Grade;
  /** At the required grade: error over bound, and the element where it is largest. */
  readonly excess: number;
  readonly worst: ElementError;
  /** K that the worst element would need. */
  readonly K: number;
}

export interface CompareOptions {
  readonly required: Exclude<Grade, 'wrong'>;
  readonly claims: Claims;
  readonly growth?: Growth;
  /** Grades stricter than this need not be tried: an earlier output failed them. */
  readonly measured?: Grade;
  /** Called with every output that is compared. */
  readonly observe?: Observer;
}

export interface Observer {
  /** Grade whose bounds it receives. */
  readonly grade: Exclude<Grade, 'wrong'>;
  see(output: AnyTensor, actual: Tensor, exact: ExactTensor, boundAt: (index: number) => number): void;
}

const boundedGrades = ['offset-free', 'stable', 'cancelling'] as const;

/**
 * The share of the bound used by the arithmetic: rounding to a narrow storage type is not counted as its error.
 * @param raw - the bound before storage
 */
export function neededK(excess: number, { error, bound }: ElementError, raw: number): number {
  if (excess === 0 || raw === bound || !Number.isFinite(error)) return Math.min(excess, Number.MAX_VALUE);
  return Math.min(Math.max(0, error - (bound - raw)) / raw, Number.MAX_VALUE);
}

/** Compares outputs of one call. Shapes and types are judged elsewhere (BN-2): here they must match. */
export function compareOutputs<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  result: Readonly<Partial<Record<AnyTensor, Tensor>>>,
  truth: Truth,
  outputs: readonly AnyTensor[],
  { required, claims, growth = 'any-order', measured = 'exact', observe }: CompareOptions,
): Comparison[] {
  const arithmetic = formats[accumulatorOf(dataOf(operation, call).dtype, claims)];
  const flushed = claims.subnormals === 'flushed';
  const cache = new Map<Grade, AnyBounds>();
  const rawAt = (grade: (typeof boundedGrades)[number], output: AnyTensor) => {
    let bounds = cache.get(grade);
    if (bounds === undefined)
      cache.set(grade, (bounds = anyBoundsOf(operation, call, truth, { grade, claims, growth })));
    const bound = bounds[output] as Float64Array;
    return (i: number): number => bound[i];
  };
  const boundAt = (grade: (typeof boundedGrades)[number], output: AnyTensor, actual: Tensor, exact: ExactTensor) => {
    const raw = rawAt(grade, output);
    return (i: number): number => stored(raw(i), exact.hi[i], formats[actual.dtype], arithmetic, flushed);
  };

  return outputs.map((output) => {
    const actual = result[output] as Tensor;
    const exact = truth.outputs[output] as ExactTensor;
    /** The one that comes closest to its bound, or the first. */
    const wronglyRounded = (closest: number): number => {
      const [values, rounded] = [valuesOf(actual), valuesOf(exact.round(actual.dtype))];
      const isWrong = (value: number, i: number): boolean =>
        // An element that is not judged has no correct rounding either.
        !sameValue(value, rounded[i]) && rawAt('offset-free', output)(i) < Infinity;
      return isWrong(values[closest], closest) ? closest : values.findIndex(isWrong);
    };
    if (observe) observe.see(output, actual, exact, boundAt(bounded(observe.grade), output, actual, exact));
    const at = bounded(required);
    const { excess, element } = worstOf(actual, exact, boundAt(at, output, actual, exact));

    const inexact = measured === 'exact' || required === 'exact' ? wronglyRounded(element.index) : 0;
    let grade: Grade = 'wrong';
    if (inexact < 0) grade = 'exact';
    else {
      for (const candidate of boundedGrades) {
        if (candidate !== at && !meets(measured, candidate)) continue;
        const sufficient =
          candidate === at
            ? excess <= 1
            : worstOf(actual, exact, boundAt(candidate, output, actual, exact)).excess <= 1;
        if (sufficient) {
          grade = candidate;
          break;
        }
      }
    }
    if (required === 'exact' && inexact >= 0) {
      const [value, hi, lo] = [valuesOf(actual)[inexact], exact.hi[inexact], exact.lo[inexact]];
      const bound = errorOfRounding(exact, actual.dtype, inexact);
      const worst = { index: inexact, expected: hi, actual: value, error: Math.abs(value - hi - lo), bound };
      return { output, grade, excess: Infinity, worst, K: Infinity };
    }
    return {
      output,
      grade,
      excess,
      worst: element,
      K: neededK(excess, element, rawAt(at, output)(element.index)) * anyConstantFor(operation, call, output, growth),
    };
  });
}
