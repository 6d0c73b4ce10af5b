/** What a clause says when it objects, and what it says when it has nothing to judge. */
import type { Outcome } from './wire/outcome.ts';
import type { Calls, Operation } from './terms/operations.ts';
import type { DType } from './terms/contract.ts';

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

  constructor(message: string, finding?: Finding) {
    super(message);
    this.finding = finding;
  }
}

/** The implementation does not offer what this case needs. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
