/** What `run` is told: the reference, the claims to hold the target to, which clauses, how many cases. */
import type { Bank } from '../diagnosis/bank.ts';
import type { Claims, Grade } from '../terms/contract.ts';
import type { Reference } from '../terms/truth.ts';
import type { Target } from '../wire/outcome.ts';
import type { Golden } from './golden/run-golden.ts';
import type { KnownFailure } from './known-failures.ts';
import type { Replay } from './replay.ts';
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
  /** See Report.command. */
  readonly command: string;
  /** Conventions that were inferred, with their evidence. */
  readonly inferred?: readonly string[];
  /** Called before each clause. */
  readonly onProgress?: (done: number, total: number, clause: Clause) => void;
  /** Known mistakes, see Bank. Asked for where something failed. */
  readonly bank?: Bank;
  /** Further processes of the same target, to share the clauses with. */
  readonly beside?: readonly Target[];
  /** The same target as if nothing had been asked of it, for the diagnosis. Default: the target itself. */
  readonly fresh?: () => Promise<Target>;
  /** Stop before the next clause; what is left is reported as not judged. */
  readonly signal?: AbortSignal;
}
