/** Checks one target: every clause on generated cases, in the order of the text → Report. */
import { harder, notJudged, reportOf } from './clause-report.ts';
import { clauses as allClauses } from './clauses/index.ts';
import type { Clause } from './clause.ts';
import { fatalOperations } from './diagnosis/diagnose.ts';
import type { KnownFailure } from './expected.ts';
import { explain, type Failure } from './explain.ts';
import { exploreAll } from './explore-all.ts';
import { type Golden, runGolden } from './golden/run-golden.ts';
import { Recorder } from './measure.ts';
import { takeProbes } from './probe.ts';
import type { Replay } from './replay.ts';
import type { ClauseReport, Hardest, Report } from './report/report.ts';
import type { Claims, Grade } from './terms/contract.ts';
import type { Bank } from './terms/mutant.ts';
import type { Reference } from './terms/truth.ts';
import type { Session } from './trial.ts';
import { assemble } from './verdict.ts';
import type { Target } from './wire/outcome.ts';

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

export async function run(target: Target, options: RunOptions): Promise<Report> {
  const { claims, required, reference, replay, onProgress, signal } = options;
  const seed = replay?.seed ?? options.seed;
  const wanted = options.clauses ?? allClauses;
  const chosen = replay ? allClauses.filter(({ id }) => id === replay.id) : wanted;
  const session: Session = {
    target,
    reference,
    claims,
    required,
    measured: 'exact',
    timeouts: 0,
    timeoutsBefore: () => Promise.resolve(session.timeouts),
  };
  const reports: ClauseReport[] = [];
  const recorder = new Recorder();
  const failures: Failure[] = [];
  let hardest: Hardest | undefined;
  let stopped: string | undefined;
  if (options.golden !== undefined) {
    const smoked = await runGolden(session, options.golden, seed, { signal, replay });
    reports.push(...smoked.reports);
    failures.push(...smoked.failures);
    ({ stopped } = smoked);
  }
  const path = replay && { path: replay.path };
  const how = { seed, runs: options.runs, ...path, beside: options.beside ?? [], stopped, signal, onProgress };
  const explored = await exploreAll(chosen, session, how);
  ({ stopped } = explored);
  for (const { clause, found, problem, recorded } of explored.clauses) {
    if (recorded) recorder.add(recorded);
    if (found === undefined) {
      reports.push(notJudged(clause, problem));
      continue;
    }
    reports.push(reportOf(clause, seed, found, session));
    hardest = harder(hardest, clause, seed, found);
    if (found.verdict === 'fail' && clause.level === 'MUST') {
      failures.push({ id: clause.id, clause, ...(found.counterexample ?? { exchanges: [] }) });
    }
  }
  const fatal = fatalOperations(failures.map(({ exchanges }) => exchanges));
  const report = { ...assemble(target, options, seed, session, reports), ...(hardest && { worst: hardest }) };
  // What was expected needs no explanation.
  const surprising = new Set(report.clauses.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id));
  const surprises = failures.filter(({ id }) => surprising.has(id));
  const { runs, bank, fresh } = options;
  const diagnosis =
    surprises.length > 0 && report.verdict === 'fails' && bank !== undefined
      ? await explain(session, surprises, { seed, runs, fatal, bank, fresh })
      : [];
  const asked = new Set(chosen.flatMap(({ needs }) => needs));
  const usable = target.operations.filter((operation) => asked.has(operation) && !fatal.has(operation));
  // Last, since what an implementation remembers of its calls must not be that of other ones.
  const probes = stopped === undefined ? await takeProbes(session, usable) : [];
  return { ...report, diagnosis, measurements: { outputs: recorder.outputs(), probes } };
}
