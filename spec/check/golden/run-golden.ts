/** The golden cases as the first part of a run. */
import type { Failure } from '../../diagnosis/diagnosis-and-advice.ts';
import type { ClauseReport } from '../../report/report.ts';
import type { FixtureSet } from '../../terms/fixture.ts';
import { RestartBudgetSpent } from '../../wire/start-error.ts';
import { notJudged, reportOf } from '../clause-report.ts';
import type { Replay } from '../clause-patterns-and-replay-tokens.ts';
import { Evidence } from '../trial/answered-call-counts.ts';
import type { Session } from '../trial/session.ts';
import { Smoke, smokeEntries, type SmokeEntry } from './judge-golden-cases.ts';

export interface Golden {
  readonly set: FixtureSet;
  /** Which entries to report. */
  readonly entries: readonly SmokeEntry[];
}

export interface GoldenOptions {
  /** Default: none are run. */
  readonly golden?: Golden;
  readonly seed: number;
  /** Go straight to one case, where it names a golden one. */
  readonly replay?: Replay;
  readonly signal?: AbortSignal;
}

export interface Smoked {
  readonly reports: readonly ClauseReport[];
  readonly failures: readonly Failure[];
  readonly evidence: Evidence;
  /** Reason why the run ends here, if it does. */
  readonly stopped: string | undefined;
}

export function chosenEntries({ golden, replay }: Pick<GoldenOptions, 'golden' | 'replay'>): readonly SmokeEntry[] {
  if (golden === undefined) return [];
  return replay ? smokeEntries.filter(({ id }) => id === replay.id) : golden.entries;
}

/** All golden cases run, in their order, since a mistake may depend on two calls; only some operations are reported. */
export async function runGolden(session: Session, options: GoldenOptions): Promise<Smoked> {
  const { golden, replay, seed } = options;
  const wanted = chosenEntries(options);
  if (golden === undefined || wanted.length === 0)
    return { reports: [], failures: [], evidence: new Evidence(), stopped: undefined };
  const smoke = new Smoke(session, replay && `${replay.id.slice('FX.'.length)}/${replay.path}`);
  const stopped = await runToEnd(smoke, golden.set, options.signal);
  const found = wanted.map((entry) => ({ entry, exploration: smoke.of(entry.operation) }));
  const reports = found.map(({ entry, exploration }) =>
    stopped !== undefined && exploration.verdict !== 'fail'
      ? notJudged(entry, `not judged: ${stopped}`)
      : reportOf(entry, replay?.seed ?? seed, exploration, session, smoke.evidence.of(entry.operation).refused),
  );
  const failures = found.flatMap(({ entry: { id }, exploration: { counterexample } }) =>
    (counterexample?.exchanges ?? []).map((exchange) => ({ id, exchanges: [exchange] })),
  );
  return { reports, failures, evidence: smoke.evidence, stopped };
}

/** @returns the reason why it ended early, if it did */
async function runToEnd(smoke: Smoke, set: FixtureSet, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    await smoke.run(set, signal);
    return signal?.aborted ? 'interrupted' : undefined;
  } catch (error) {
    if (error instanceof RestartBudgetSpent) return error.message;
    throw error;
  }
}
