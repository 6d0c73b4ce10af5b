/** Wrong forward modes: the plain ones with other steps, or around them. Beside them only what a law compares with is offered. */
import type { Conventions, Implementation } from '../../spec/terms/contract.ts';
import type { InferTangent, TangentResult, TrainTangent } from '../../spec/terms/further-contract.ts';
import type { Operation } from '../../spec/terms/operations.ts';
import { type TangentSteps, tangentWith } from '../plain/tangents.ts';
import { batchNorm } from './_batch-norm.ts';

export type TangentCall = TrainTangent & Partial<Pick<InferTangent, 'mean' | 'variance' | 'tmean' | 'tvariance'>>;
type Answer = (call: TangentCall, changes?: Partial<TangentSteps>) => TangentResult;

const right: Answer = (call, changes = {}) => tangentWith(changes, call);

/** @param beside - right passes that are offered, too */
export function withTangents(
  answer: (call: TangentCall, right: Answer) => TangentResult,
  conventions: Conventions,
  beside: readonly Operation[] = [],
): Implementation {
  const { name, claims, ...passes } = batchNorm({}, { ...conventions, tangentOfStatistics: true });
  return {
    name,
    claims,
    ...Object.fromEntries(beside.map((operation) => [operation, passes[operation]])),
    trainTangent: (call) => answer(call, right),
    inferTangent: (call) => answer(call, right),
  };
}

export const withTangentSteps = (
  changes: Partial<TangentSteps>,
  conventions: Conventions,
  beside: readonly Operation[] = [],
): Implementation => withTangents((call) => right(call, changes), conventions, beside);
