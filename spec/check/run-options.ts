/** Options of `run`: the reference, the claims to check against, the clauses, the number of cases. */
import { clauses as allClauses } from '../clauses/index.ts';
import type { DiagnosticMeans } from '../diagnosis/diagnosis-and-advice.ts';
import type { ClauseReport, Report } from '../report/report.ts';
import type { Claims, Grade } from '../terms/contract.ts';
import type { Reference } from '../terms/truth.ts';
import type { Target } from '../wire/target.ts';
import type { Golden } from './golden/run-golden.ts';
import type { KnownFailure } from './known-failures.ts';
import type { Replay } from './clause-patterns-and-replay-tokens.ts';
import type { Clause } from './trial/clause.ts';

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
  /** Called with each clause, as soon as it is judged, with the evidence by then, and with its known failures that did not fail. */
  readonly onJudged?: (clause: ClauseReport, evidence: Report['evidence'], unexpected: readonly string[]) => void;
  /** Called before each clause. */
  readonly onProgress?: (done: number, total: number, clause: Clause) => void;
  /** Explains failures. Default: they are not explained. */
  readonly diagnosis?: DiagnosticMeans;
  /** Further processes of the same target that share the clauses. */
  readonly beside?: readonly Target[];
  /** Stops before the next clause; the rest are reported as not judged. */
  readonly signal?: AbortSignal;
}

/** A counterexample is found again with the seed that found it. */
export const seedOf = ({ replay, seed }: Pick<RunOptions, 'replay' | 'seed'>): number => replay?.seed ?? seed;

export function chosenClauses({ replay, clauses = allClauses }: RunOptions): readonly Clause[] {
  return replay ? allClauses.filter(({ id }) => id === replay.id) : clauses;
}
