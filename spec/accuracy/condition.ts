/** The condition of each value: grade stable allows an error of K·u times it, sums in any order (chapter BN-12). */
import { resolveClaims } from '../terms/profiles.ts';
import { formats } from '../terms/dtype.ts';
import type { Conventions } from '../terms/contract.ts';
import { layoutOf } from '../terms/layout.ts';
import type { Calls, Operation, TensorName } from '../terms/operations.ts';
import type { Truth } from '../terms/truth.ts';
import { accumulatorOf, boundsOf } from './bounds.ts';
import { constantFor } from './grade.ts';

export interface Condition {
  /** Roundings counted. */
  readonly K: number;
  /** Unit roundoff of the sums: float32 carries them, or float64 where x has it. */
  readonly u: number;
  /** By flat index, before the result is stored in a narrower type; Infinity where the specification does not judge. */
  readonly condition: Float64Array;
}

/** @returns one for each output that the truth contains */
export function conditionsOf<O extends Operation>(
  operation: O,
  call: Calls[O],
  truth: Truth,
  conventions: Conventions,
): Partial<Record<TensorName, Condition>> {
  const claims = { ...resolveClaims({}), ...conventions };
  const growth = 'any-order';
  const u = formats[accumulatorOf(call.x.dtype, claims)].unitRoundoff;
  const m = layoutOf(call.x.shape, call.axis).perChannel;
  const bounds = boundsOf(operation, call, truth, { grade: 'stable', claims, growth });
  return Object.fromEntries(
    Object.entries(bounds).map(([key, bound]): [string, Condition] => {
      const K = constantFor(operation, key as TensorName, m, growth);
      return [key, { K, u, condition: bound.map((value) => value / (K * u)) }];
    }),
  );
}
