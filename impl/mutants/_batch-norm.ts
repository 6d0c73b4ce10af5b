/** Building blocks of mutants: the plain implementation with other steps, or with some outputs taken from elsewhere. */
import type { Claims } from '../../spec/terms/contract.ts';
import { type Layout, layoutOf } from '../../spec/terms/layout.ts';
import {
  type Calls,
  isOf,
  type Operation,
  operations,
  type Results,
  type TensorName,
} from '../../spec/terms/operations.ts';
import { implementationOf } from '../plain/implementation.ts';
import type { Steps } from '../plain/steps.ts';

export type BatchNorm = { readonly [O in Operation]: (call: Calls[O]) => Results[O] } & {
  readonly name: string;
  readonly claims: Partial<Claims>;
};

export type AnyCall = Calls[Operation];

/**
 * @param changes - steps that differ from the plain ones
 * @param claims - the conventions to follow, and what else differs from the plain claims
 */
export function batchNorm(changes: Partial<Steps>, claims: Partial<Claims>): BatchNorm {
  // The contract permits promises; the plain implementation makes none.
  return implementationOf('mutant', changes, claims) as BatchNorm;
}

/** Inputs of a step besides its own arguments. */
export interface Situation extends Layout {
  readonly operation: Operation;
  readonly axis: number;
  readonly shape: readonly number[];
  /** Length of the first axis that is not the channel axis. */
  readonly batch: number;
  /** 0 where the operation takes none. */
  readonly epsilon: number;
  readonly call: AnyCall;
}

export function situationOf(operation: Operation, call: AnyCall): Situation {
  const { x, axis } = call;
  const { shape } = x;
  const epsilon = 'epsilon' in call ? call.epsilon : 0;
  return { operation, call, axis, shape, epsilon, batch: shape[axis === 0 ? 1 : 0], ...layoutOf(shape, axis) };
}

/** Steps that depend on the call: its shape, its epsilon, or which operation it is. */
export function batchNormFor(changesFor: (situation: Situation) => Partial<Steps>, claims: Partial<Claims>): BatchNorm {
  return eachOperation(
    (operation, call) => batchNorm(changesFor(situationOf(operation, call)), claims)[operation](call as never),
    claims,
  );
}

/** One function for all five operations. */
export function eachOperation(
  answer: (operation: Operation, call: AnyCall) => Results[Operation],
  claims: Partial<Claims>,
): BatchNorm {
  const all = operations.map((operation) => [operation, (call: AnyCall) => answer(operation, call)]);
  return { ...batchNorm({}, claims), ...(Object.fromEntries(all) as Omit<BatchNorm, 'name' | 'claims'>) };
}

/** The plain implementation, except that the named outputs come from `wrong`. */
export function onlyIn(wrong: BatchNorm, outputs: Partial<Record<Operation, readonly TensorName[]>>): BatchNorm {
  const { claims } = wrong;
  const right = batchNorm({}, claims);
  return eachOperation((operation, call) => {
    const answer: Partial<Record<TensorName, unknown>> = { ...right[operation](call as never) };
    const names = outputs[operation] ?? [];
    if (names.length === 0) return answer as Results[Operation];
    const other = wrong[operation](call as never) as typeof answer;
    for (const name of names) if (answer[name] !== undefined) answer[name] = other[name];
    return answer as Results[Operation];
  }, claims);
}

export { isInference } from '../../spec/terms/operations.ts';

export const isBackward = (operation: Operation): boolean => isOf('backward', operation);
