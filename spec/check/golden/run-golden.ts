/** The golden cases as the first part of a run. */
import { notJudged, reportOf } from '../clause-report.ts';
import type { Failure } from '../../diagnosis/explain.ts';
import type { Replay } from '../replay.ts';
import type { ClauseReport } from '../../report/report.ts';
import type { FixtureSet } from '../../terms/fixture.ts';
import type { Session } from '../trial/trial.ts';
import { RestartBudgetSpent } from '../../wire/start-error.ts';
import { Smoke, smokeEntries, type SmokeEntry } from './smoke.ts';

export interface Golden {
  readonly set: FixtureSet;
  /** Which entries to report. */
  readonly entries: readonly SmokeEntry[];
}

interface Smoked {
  readonly reports: readonly ClauseReport[];
  readonly failures: readonly Failure[];
  readonly stopped?: string;
}

/** All golden cases run, in their order, since a mistake may live between two calls; some operations are reported. */
export async function runGolden(
  session: Session,
  { set, entries }: Golden,
  seed: number,
  { signal, replay }: { signal: AbortSignal | undefined; replay: Replay | undefined },
): Promise<Smoked> {
  const wanted = replay ? smokeEntries.filter(({ id }) => id === replay.id) : entries;
  if (wanted.length === 0) return { reports: [], failures: [] };
  const run = new Smoke(session, replay && `${replay.id.slice('FX.'.length)}/${replay.path}`);
  let stopped: string | undefined;
  try {
    await run.run(set, signal);
    if (signal?.aborted) stopped = 'interrupted';
  } catch (error) {
    if (!(error instanceof RestartBudgetSpent)) throw error;
    stopped = error.message;
  }
  const found = wanted.map((entry) => ({ entry, exploration: run.of(entry.operation) }));
  const reports = found.map(({ entry, exploration }) =>
    stopped !== undefined && exploration.verdict !== 'fail'
      ? notJudged(entry, `not judged: ${stopped}`)
      : reportOf(entry, seed, exploration, session),
  );
  return {
    reports,
    failures: found.flatMap(({ entry: { id }, exploration: { counterexample } }) =>
      (counterexample?.exchanges ?? []).map((exchange) => ({ id, exchanges: [exchange] })),
    ),
    ...(stopped !== undefined && { stopped }),
  };
}
