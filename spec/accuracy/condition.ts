/** The condition of each value: grade stable allows an error of K·u times it, sums in any order (chapter BN-12). */
import { resolveClaims } from '../terms/profiles.ts';
import { formats } from '../terms/dtype.ts';
import type { Conventions } from '../terms/contract.ts';
import { type AnyOperation, type AnyTensor, dataOf } from '../terms/further-operations.ts';
import type { Calls } from '../terms/operations.ts';
import type { Truth } from '../terms/truth.ts';
import { anyBoundsOf, anyConstantFor } from './any-bounds.ts';
import { accumulatorOf } from './bounds.ts';

export interface Condition {
  /** Roundings counted. */
  readonly K: number;
  /** Unit roundoff of the sums: float32 carries them, or float64 where x has it. */
  readonly u: number;
  /** By flat index, before the result is stored in a narrower type; Infinity where the specification does not judge. */
  readonly condition: Float64Array;
}

/** @returns one for each output that the truth contains */
export function conditionsOf<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  truth: Truth,
  conventions: Conventions,
): Partial<Record<AnyTensor, Condition>> {
  const claims = { ...resolveClaims({}), ...conventions };
  const growth = 'any-order';
  const u = formats[accumulatorOf(dataOf(operation, call).dtype, claims)].unitRoundoff;
  const bounds = anyBoundsOf(operation, call, truth, { grade: 'stable', claims, growth });
  return Object.fromEntries(
    Object.entries(bounds).map(([key, bound]): [string, Condition] => {
      const K = anyConstantFor(operation, call, key as AnyTensor, growth);
      return [key, { K, u, condition: bound.map((value) => value / (K * u)) }];
    }),
  );
}
