/** Judges a target: the golden cases, if requested, then the clauses. */
import type { Failure } from '../diagnosis/explain.ts';
import type { OutputMeasurement } from '../report/measurements.ts';
import type { ClauseReport, Hardest } from '../report/report.ts';
import { harder, notJudged, reportOf } from './clause-report.ts';
import { runGolden, type Smoked } from './golden/run-golden.ts';
import { chosenClauses, type RunOptions, seedOf } from './run-options.ts';
import { exploreAll, type Explored } from './schedule.ts';
import { Evidence } from './trial/evidence.ts';
import { Recorder } from './trial/recorder.ts';
import type { Session } from './trial/session.ts';

export interface Judged {
  readonly reports: readonly ClauseReport[];
  /** Every MUST that failed. */
  readonly failures: readonly Failure[];
  readonly hardest: Hardest | undefined;
  readonly outputs: readonly OutputMeasurement[];
  readonly evidence: Evidence;
  /** Reason why the run ended early, if it did. */
  readonly stopped: string | undefined;
}

export async function judge(session: Session, options: RunOptions): Promise<Judged> {
  const golden = await runGolden(session, options);
  const explored = await exploreAll(chosenClauses(options), session, { ...options, stopped: golden.stopped });
  return { ...summed(session, seedOf(options), explored.clauses, golden), stopped: explored.stopped };
}

/** Merges the results of the clauses, in their order, with those of the golden cases. */
function summed(
  session: Session,
  seed: number,
  explored: readonly Explored[],
  golden: Smoked,
): Omit<Judged, 'stopped'> {
  const reports = [...golden.reports];
  const failures = [...golden.failures];
  const recorder = new Recorder();
  const evidence = new Evidence();
  evidence.add(golden.evidence);
  let hardest: Hardest | undefined;
  for (const { clause, found, problem, ...counted } of explored) {
    if (counted.recorder) recorder.add(counted.recorder);
    if (counted.evidence) evidence.add(counted.evidence);
    if (found === undefined) {
      reports.push(notJudged(clause, problem));
      continue;
    }
    reports.push(reportOf(clause, seed, found, session, counted.evidence?.total().refused ?? 0));
    hardest = harder(hardest, clause, seed, found);
    if (found.verdict === 'fail' && clause.level === 'MUST') {
      failures.push({ id: clause.id, clause, ...(found.counterexample ?? { exchanges: [] }) });
    }
  }
  return { reports, failures, hardest, outputs: recorder.outputs(), evidence };
}
