/** Checks one target: every clause on generated cases, in the order of the text → Report. */
import { clauses as allClauses } from '../clauses/index.ts';
import { fatalOperations } from '../diagnosis/diagnose.ts';
import { explain, type Failure } from '../diagnosis/explain.ts';
import type { ClauseReport, Hardest, Report } from '../report/report.ts';
import type { Target } from '../wire/outcome.ts';
import { harder, notJudged, reportOf } from './clause-report.ts';
import { runGolden } from './golden/run-golden.ts';
import type { RunOptions } from './run-options.ts';
import { takeProbes } from './sample-answers.ts';
import { exploreAll } from './schedule.ts';
import { Recorder } from './trial/recorder.ts';
import type { Session } from './trial/trial.ts';
import { assemble } from './verdict.ts';

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
