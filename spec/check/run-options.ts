/** Options of `run`: the reference, the claims to check against, the clauses, the number of cases. */
import { clauses as allClauses } from '../clauses/index.ts';
import type { DiagnosticMeans } from '../diagnosis/diagnosis-and-advice.ts';
import type { ClauseReport, Report } from '../report/report.ts';
import type { Claims, Grade } from '../terms/contract.ts';
import type { Reference } from '../terms/truth.ts';
import type { Target } from '../wire/target.ts';
import type { Golden } from './golden/chosen-entries.ts';
import type { KnownFailure } from './known-failures.ts';
import type { Replay } from './clause-patterns-and-replay-tokens.ts';
import type { Clause } from './trial/clause.ts';
import type { UnitResult } from './units/unit-result.ts';

export interface RunOptions {
  readonly reference: Reference;
  readonly claims: Claims;
  readonly required: Exclude<Grade, 'wrong'>;
  readonly seed: number;
  /** Cases per clause. */
  readonly runs: number;
  /** Only these clauses. Default: all. */
  readonly clauses?: readonly Clause[];
  /** Golden cases to run before the clauses, and which of their entries to report. Default: none. */
  readonly golden?: Golden;
  /** Go straight to one case of one clause. */
  readonly replay?: Replay;
  /** Known failures among the selected clauses. */
  readonly known?: readonly KnownFailure[];
  /** See Report.program. Default: that of a checkout. */
  readonly program?: string;
  /** See Report.command. */
  readonly command: string;
  /** Command that examines the adapter itself, where there is one. */
  readonly doctor?: string;
  /** Inferred conventions, with their evidence. */
  readonly inferred?: readonly string[];
  /** Called first, with the report of a run that is ended before any clause is judged. */
  readonly onStart?: (interrupted: Report) => void;
  /** Called with each clause, as soon as a block of it is judged, with the evidence by then. */
  readonly onJudged?: (clause: ClauseReport, evidence: Report['evidence'], progress: Progress) => void;
  /** Called with each result that counts, in the order of the units. */
  readonly onCounted?: (result: UnitResult) => void;
  /** Called before each block of a clause. */
  readonly onProgress?: (done: number, total: number, clause: Clause) => void;
  /** Explains failures. Default: they are not explained. */
  readonly diagnosis?: DiagnosticMeans;
  /** Further processes of the same target that share the clauses. */
  readonly beside?: readonly Target[];
  /** Failing blocks after which the rest of a clause is dropped. Default 1. */
  readonly mostFailures?: number;
  /** Results of an earlier run, and of this one. */
  readonly store?: UnitStore;
  /** Counterexamples of earlier runs, which are tried first. */
  readonly corpus?: Corpus;
  /** Ends the run in time. What is judged by then counts. */
  readonly budget?: Budget;
  /** Stops before the next clause; the rest are reported as not judged. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  /** Known failures that did not fail, one sentence each. */
  readonly unexpected: readonly string[];
  /** All of the clause is judged, or need not be. */
  readonly done: boolean;
  /** Share of its blocks that are judged. */
  readonly share: number;
  /** Time that the block took; undefined where it was judged before. */
  readonly ms: number | undefined;
}

export interface UnitStore {
  get(unit: { readonly name: string }): UnitResult | undefined;
  /** It is safe when this returns. */
  put(result: UnitResult): void;
}

export interface Corpus {
  /** Counterexamples of a clause. */
  of(id: string): readonly Replay[];
  add(result: UnitResult): void;
}

export interface Budget {
  readonly isSpent: () => boolean;
  /** `the budget of 10m was spent`. */
  readonly says: string;
}

/** A counterexample is found again with the seed that found it. */
export const seedOf = ({ replay, seed }: Pick<RunOptions, 'replay' | 'seed'>): number => replay?.seed ?? seed;

export function chosenClauses({
  replay,
  clauses = allClauses,
}: Pick<RunOptions, 'replay' | 'clauses'>): readonly Clause[] {
  return replay ? allClauses.filter(({ id }) => id === replay.id) : clauses;
}
