/** The result of a run as plain data (contract): without times, so that one seed gives the same bytes. */
import type { Level } from '../terms/requirement-level.ts';
import type { Claims, DType, Grade } from '../terms/contract.ts';
import type { JsonNumber } from './json-number.ts';
import type { Measurements } from './measurements.ts';

/** The element of a clause that came closest to its error bound, or exceeded it the most. */
export interface Worst {
  readonly output: string;
  readonly index: readonly number[];
  readonly error: JsonNumber;
  readonly bound: JsonNumber;
  readonly K: JsonNumber;
}

/** The largest finite K measured in chapter BN-12, and the input that attains it. */
export interface Hardest extends Worst {
  readonly clause: string;
  /** As in a counterexample. */
  readonly requests: readonly string[];
  /** Token for `--replay`, with `--runs 1`. */
  readonly replay: string;
}

/** The smallest calls found that show that a clause is violated. */
export interface Counterexample {
  /** Requests in order, each a safetensors file in base64. */
  readonly requests: readonly string[];
  /** The answers, in the same form; a crash or a hang is an answer without tensors. */
  readonly answers: readonly string[];
  /**
   * The correct answers, in the same form: for each output, say y, float64 tensors `y`, the exact value, and `y_bound`,
   * the error that the required grade allows. Empty for a call that has no correct answer, or is large.
   */
  readonly exact: readonly string[];
  /**
   * Which of the calls, from 0, the clause objects to: that which answered with the element below, else the last. Absent where
   * the number below is an element of no answer but was worked out from several, as in a law.
   */
  readonly exchange?: number;
  readonly output?: string;
  readonly index?: readonly number[];
  readonly expected?: JsonNumber;
  readonly actual?: JsonNumber;
  /** Element type of the output. */
  readonly dtype?: DType;
}

/** `error`: it could not be judged. `expected-fail`: a known failure. */
export type ClauseVerdict = 'pass' | 'fail' | 'expected-fail' | 'not-applicable' | 'error';

/** Result of one clause. */
export interface ClauseReport {
  readonly id: string;
  readonly level: Level;
  readonly says: string;
  readonly verdict: ClauseVerdict;
  /** Number of cases that were judged. */
  readonly runs: number;
  /** Number of valid calls that were refused as unsupported, if any. */
  readonly refused?: number;
  /** Reason why the failure was expected. */
  readonly known?: { readonly reason: string; readonly thread?: string };
  /** Reason why it failed, does not apply or could not be judged. */
  readonly message?: string;
  readonly worst?: Worst;
  readonly counterexample?: Counterexample;
  /** Token for `--replay`. */
  readonly replay?: string;
}

export const violates = ({ verdict, level }: ClauseReport): boolean => verdict === 'fail' && level === 'MUST';

/** A mistake that explains the failures, with the evidence for it; the best explanation comes first. */
export interface Diagnosis {
  readonly id: string;
  readonly says: string;
  readonly evidence: string;
}

/** Valid calls of one operation, within the claims, but for those that the specification lets any implementation refuse. */
export interface OperationEvidence {
  readonly operation: string;
  readonly answered: number;
  /** Refused as unsupported. */
  readonly refused: number;
  /** Messages of the refusals, the most frequent first; at most three. */
  readonly because?: readonly { readonly message: string; readonly calls: number }[];
}

/**
 * Why a run gives no verdict. `clauses_in_error`: some could not be judged. `nothing_judged`: no valid call was answered.
 * `incomplete`: too many were refused, or all those of a MUST. `interrupted`: a signal ended the run.
 */
export type OpenReason = 'clauses_in_error' | 'nothing_judged' | 'incomplete' | 'interrupted';

/** Result of a check. */
export interface Report {
  readonly suite: { readonly version: string; readonly spec: string; readonly fixtures: string };
  readonly implementation: { readonly name: string; readonly version?: string; readonly claims: Claims };
  /** Conventions that `--profile auto` inferred, one sentence each. */
  readonly inferred?: readonly string[];
  /** Command that starts the program that wrote this: printed commands begin with it. Empty where no command reaches the target. */
  readonly program: string;
  /** Arguments of its `check` that name this target and how it was judged. */
  readonly command: string;
  readonly seed: number;
  /** The required grade. */
  readonly required: Grade;
  readonly verdict: 'conforms' | 'fails' | 'error';
  /** Present where the verdict is `error`. */
  readonly reason?: OpenReason;
  /** The run was ended from outside, by a signal: clauses that it did not come to say so, and no failure is diagnosed. */
  readonly interrupted?: true;
  /** Gaps in the evidence for a verdict, one sentence each. */
  readonly missing?: readonly string[];
  /** Measured by the clauses of accuracy alone: null where none of them compared anything, or there is no verdict. */
  readonly grade: Grade | null;
  /** Valid calls by operation, in the order of the operations. */
  readonly evidence: readonly OperationEvidence[];
  readonly worst?: Hardest;
  readonly clauses: readonly ClauseReport[];
  /** Remarks that do not affect the verdict, one sentence each. Unlike the rest they may depend on how busy the machine is. */
  readonly notes?: readonly string[];
  /** The next step, where no call had an answer that can be compared: a sentence that ends with a command. */
  readonly next?: string;
  /** Outdated entries of the known-failures file, one sentence each. */
  readonly unexpected?: readonly string[];
  readonly diagnosis: readonly Diagnosis[];
  readonly measurements: Measurements;
}

/** Message of a clause that an interrupted run had not come to. */
export const notReached = 'not judged: interrupted';

/** The report as JSON text: one seed gives the same bytes. */
export const toJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** The command that shows a counterexample again; for a target that no command reaches, the option. */
export function replayCommand({ program, command }: Pick<Report, 'program' | 'command'>, replay: string): string {
  if (program === '') return `{ replay: '${replay}' } as an option`;
  // Everything after -- belongs to the adapter, so the token goes first.
  return `${program} check --replay ${replay} ${command}`;
}
