/** Classifies the outcome of a valid call: an answer, a permitted refusal, or a violation of a clause. */
import type { Claims } from '../../terms/contract.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import {
  type AnyOperation,
  type AnyTensor,
  dataOf,
  furtherSignatures,
  isFurther,
  wireSignature,
} from '../../terms/further-operations.ts';
import { type Results, type Calls, isTraining } from '../../terms/operations.ts';
import type { Outcome } from '../../wire/call-outcome.ts';
import { misformed } from './answer-form.ts';
import { Falsified, NotApplicable, Refused } from './clause-exceptions.ts';

/**
 * Returns the answer.
 * @throws NotApplicable where any implementation may refuse the call; Refused where this one does not support it
 * @throws Falsified for anything else but an answer of the right form
 */
export function accept<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  outcome: Outcome<O>,
  claims: Claims,
): Results[O] {
  if (outcome.status === 'ok') {
    const problem = problemOf(operation, call, outcome.result, claims);
    if (problem !== undefined) throw new Falsified(problem);
    return outcome.result;
  }
  const { status, message } = outcome;
  if (isExcused(operation, call, outcome, claims)) throw new NotApplicable(message);
  if (status === 'unsupported') throw new Refused(message);
  throw new Falsified(`${status === 'rejected' ? 'a valid call was rejected' : status}: ${message}`);
}

/** Whether any implementation may leave this valid call without an answer, in this way. */
export function isExcused<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  { status }: Outcome<O>,
  claims: Claims,
): boolean {
  if (status === 'ok' || status === 'crash' || status === 'timeout') return false;
  if (givesOneStatistic(call) || mixesTypes(call)) return true;
  return (status === 'rejected' || status === 'unsupported') && mayReject(operation, call, claims);
}

/** Gamma and beta of one type with statistics of another: many libraries take all vectors of one type. */
export function mixesTypes(call: object): boolean {
  const vectors = ['gamma', 'beta', 'runningMean', 'runningVar', 'mean', 'variance', 'invStd'] as const;
  const given: NamedTensors = call;
  return new Set(vectors.flatMap((name) => given[name]?.dtype ?? [])).size > 1;
}

/** One running statistic without the other: many libraries take both or none (BN-6.10), and report it in many ways. */
const givesOneStatistic = (call: object): boolean => {
  const { runningMean, runningVar } = call as Partial<Calls['trainForward']>;
  return (runningMean === undefined) !== (runningVar === undefined);
};

/** Training on a single value per channel: where that is claimed (chapter BN-3), and where Bessel's factor is 1/0 (BN-6.8). */
function mayReject<O extends AnyOperation>(operation: O, call: Calls[O], claims: Claims): boolean {
  const { axis, ...given } = call;
  const x = dataOf(operation, call);
  const single = x.data.length === x.shape[axis];
  if (isFurther(operation)) {
    return single && furtherSignatures[operation].training && claims.singleValue === 'rejected';
  }
  const divides = 'runningVar' in given && given.runningVar !== undefined && claims.runningVariance === 'unbiased';
  return single && isTraining(operation) && (claims.singleValue === 'rejected' || divides);
}

/** Whether it can be compared: an answer, and every output in it of the right form. */
export const isComparable = <O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  outcome: Outcome<O>,
  claims: Claims,
): boolean => outcome.status === 'ok' && problemOf(operation, call, outcome.result, claims) === undefined;

/** The problem with the form of an answer, if any. */
function problemOf<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  result: NamedTensors,
  claims: Claims,
): string | undefined {
  const problems = (wireSignature(operation).outputs as readonly AnyTensor[]).map((name) => {
    const tensor = result[name];
    return tensor && misformed(operation, name, tensor, call, claims);
  });
  return problems.find((problem) => problem !== undefined);
}
