/** What a clause says when it objects, and what it says when it has nothing to judge. */
import { isOfEarlier, type Outcome } from '../../wire/outcome.ts';
import type { Calls, Operation } from '../../terms/operations.ts';
import type { DType } from '../../terms/contract.ts';

/** One recorded call with what became of it. */
export type Exchange = {
  [O in Operation]: { readonly operation: O; readonly call: Calls[O]; readonly outcome: Outcome<O> };
}[Operation];

/** Where and by how much. Absolute errors in the units of the output. */
export interface Finding {
  readonly output: string;
  readonly index: readonly number[];
  readonly expected: number;
  readonly actual: number;
  readonly error: number;
  readonly bound: number;
  readonly K: number;
  readonly dtype: DType;
}

/** The clause does not hold for this case. */
export class Falsified extends Error {
  override readonly name = 'Falsified';
  readonly finding: Finding | undefined;
  /** Is it an earlier call that did it, or may it be? */
  readonly belated: boolean;

  constructor(message: string, finding?: Finding, belated = false) {
    super(message);
    this.finding = finding;
    this.belated = belated;
  }
}

/** @throws Falsified where a call has changed inputs, its own or earlier ones (BN-13.1) */
export function checkUnchanged(operation: Operation, outcome: Outcome<Operation>): void {
  const mutated = outcome.status === 'ok' ? outcome.mutated : [];
  if (mutated.length === 0) return;
  throw new Falsified(`${operation} changed its input ${mutated.join(', ')}`, undefined, mutated.every(isOfEarlier));
}

/** @throws Falsified where an answer lies in memory that is not its own (BN-13.2) */
export function checkOwnMemory(operation: Operation, outcome: Outcome<Operation>): void {
  const aliased = outcome.status === 'ok' ? outcome.aliased : [];
  if (aliased.length === 0) return;
  const says = `${operation} returned memory that is not its own: ${aliased.join(', ')}`;
  throw new Falsified(says, undefined, aliased.every(isOfEarlier));
}

/** The implementation does not offer what this case needs. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** Each of these ends the process that was called. */
const fatalStatuses: ReadonlySet<string> = new Set(['crash', 'timeout', 'protocol-error']);

export const isFatal = (status: Exchange['outcome']['status']): boolean => fatalStatuses.has(status);
