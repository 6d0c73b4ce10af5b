/** The grades of accuracy in order, and the constant K of their bounds (chapter BN-12). */
import type { Grade } from '../terms/contract.ts';
import { isPointwise, isState, type Operation, type TensorName } from '../terms/operations.ts';

/** Strictest first. */
export const grades: readonly Grade[] = ['exact', 'offset-free', 'stable', 'cancelling', 'wrong'];

/** Whether `grade` is at least as strict as `required`. */
export function meets(grade: Grade, required: Grade): boolean {
  return grades.indexOf(grade) <= grades.indexOf(required);
}

/** The less strict of two grades. */
export function weaker<G extends Grade>(a: G, b: G): G {
  return meets(a, b) ? b : a;
}

/** Growth of the error with the number of values that are summed. */
export type Growth = 'any-order' | 'logarithmic';

/**
 * K where m terms are summed. A sum in any order costs at most m + 1 roundings of the mean of magnitudes, Welford's
 * recurrence m - 1 and twice the harmonic number of m - 1 (derived in BN-12); the operations around a sum cost three more.
 */
export function constantK(m: number, growth: Growth): number {
  const anyOrder = m + Math.max(4, 2 * (31 - Math.clz32(m)));
  return growth === 'any-order' ? anyOrder : Math.min(anyOrder, 8 + 2 * Math.log2(m));
}

/** The largest K·u: beyond it a bound says next to nothing, and not every one is proved (BN-12, Domain). */
export const largestKu: number = 1 / 2;

/** K where nothing is summed: y and dx of inference. */
export const elementwiseK = 4;

/** K of a weighted mean of an old and a new statistic, Bessel's factor included. */
export const updateK = 6;

/** The K in the bound of an output. */
export function constantFor(operation: Operation, output: TensorName, m: number, growth: Growth): number {
  if (isState(operation, output)) return updateK;
  return isPointwise(operation, output) ? elementwiseK : constantK(m, growth);
}
