/** What `run` is told: the reference, the claims to hold the target to, which clauses, how many cases. */
import { clauses as allClauses } from '../clauses/index.ts';
import type { DiagnosticMeans } from '../diagnosis/explain.ts';
import type { Claims, Grade } from '../terms/contract.ts';
import type { Reference } from '../terms/truth.ts';
import type { Target } from '../wire/target.ts';
import type { Golden } from './golden/run-golden.ts';
import type { KnownFailure } from './known-failures.ts';
import type { Replay } from './selection.ts';
import type { Clause } from './trial/clause.ts';

export interface RunOptions {
  readonly reference: Reference;
  readonly claims: Claims;
  readonly required: Exclude<Grade, 'wrong'>;
  readonly seed: number;
  /** Cases per clause. */
  readonly runs: number;
  /** Only these. Default: all. */
  readonly clauses?: readonly Clause[];
  /** Golden cases, to be run before the clauses, and which of their entries to report. Default: none. */
  readonly golden?: Golden;
  /** Go straight to one case of one clause. */
  readonly replay?: Replay;
  /** Failures that are known, among the clauses that are asked for. */
  readonly known?: readonly KnownFailure[];
  /** See Report.program. Default: that of a checkout. */
  readonly program?: string;
  /** See Report.command. */
  readonly command: string;
  /** Conventions that were inferred, with their evidence. */
  readonly inferred?: readonly string[];
  /** Called before each clause. */
  readonly onProgress?: (done: number, total: number, clause: Clause) => void;
  /** To explain what failed. Default: it is not explained. */
  readonly diagnosis?: DiagnosticMeans;
  /** Further processes of the same target, to share the clauses with. */
  readonly beside?: readonly Target[];
  /** Stop before the next clause; what is left is reported as not judged. */
  readonly signal?: AbortSignal;
}

/** A counterexample is found again with the seed that found it. */
export const seedOf = ({ replay, seed }: Pick<RunOptions, 'replay' | 'seed'>): number => replay?.seed ?? seed;

export function chosenClauses({ replay, clauses = allClauses }: RunOptions): readonly Clause[] {
  return replay ? allClauses.filter(({ id }) => id === replay.id) : clauses;
}
