/** Judges a target: the golden cases, if requested, then the clauses. */
import type { Failure } from '../diagnosis/diagnosis-and-advice.ts';
import type { OutputMeasurement } from '../report/measurements.ts';
import type { ClauseReport, Hardest } from '../report/report.ts';
import { harder, notJudged, reportOf } from './clause-report.ts';
import { expectFailures, knownOf } from './known-failures.ts';
import { runGolden, type Smoked } from './golden/run-golden.ts';
import { chosenClauses, type RunOptions, seedOf } from './run-options.ts';
import { exploreAll, type Explored } from './schedule.ts';
import { evidenceOf } from './sufficient-evidence.ts';
import { Evidence } from './trial/answered-call-counts.ts';
import { Recorder } from './trial/error-recorder.ts';
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
  const { known = [], onJudged } = options;
  const seed = seedOf(options);
  const reports = new Map<Explored, ClauseReport>();
  const evidence = new Evidence();
  evidence.add(golden.evidence);
  const judged = (report: ClauseReport): void => {
    const { clauses, unexpected } = expectFailures([report], knownOf(known, [report]));
    onJudged?.(clauses[0], evidenceOf(evidence), unexpected);
  };
  golden.reports.forEach(judged);
  const explored = await exploreAll(chosenClauses(options), session, {
    ...options,
    stopped: golden.stopped,
    onExplored: (each) => {
      const report = toReport(each, seed, session);
      if (each.evidence) evidence.add(each.evidence);
      reports.set(each, report);
      judged(report);
    },
  });
  const report = (each: Explored): ClauseReport => reports.get(each) ?? toReport(each, seed, session);
  return { ...summed(explored.clauses, golden, seed, report), stopped: explored.stopped };
}

export function toReport({ clause, found, problem, evidence }: Explored, seed: number, session: Session): ClauseReport {
  if (found === undefined) return notJudged(clause, problem);
  return reportOf(clause, seed, found, session, evidence?.total().refused ?? 0);
}

/** Merges the results of the clauses, in their order, with those of the golden cases. */
export function summed(
  explored: readonly Explored[],
  golden: Smoked,
  seed: number,
  report: (each: Explored) => ClauseReport,
): Omit<Judged, 'stopped'> {
  const reports = [...golden.reports];
  const failures = [...golden.failures];
  const recorder = new Recorder();
  const evidence = new Evidence();
  evidence.add(golden.evidence);
  let hardest: Hardest | undefined;
  for (const each of explored) {
    const { clause, found, recorder: recorded, evidence: counted } = each;
    if (recorded) recorder.add(recorded);
    if (counted) evidence.add(counted);
    reports.push(report(each));
    if (found === undefined) continue;
    hardest = harder(hardest, clause, seed, found);
    if (found.verdict === 'fail' && clause.level === 'MUST') {
      failures.push({ id: clause.id, clause, ...(found.counterexample ?? { exchanges: [] }) });
    }
  }
  return { reports, failures, hardest, outputs: recorder.outputs(), evidence };
}
