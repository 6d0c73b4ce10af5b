/**
 * Explores clauses on one or several processes of the same target. The distribution makes no difference to the result: no
 * clause needs to know what another has found.
 */
import type { Clause } from './trial/clause.ts';
import { explore, type Exploration, type ExploreOptions } from './trial/explore.ts';
import { Evidence } from './trial/answered-call-counts.ts';
import { Recorder } from './trial/error-recorder.ts';
import { overBudget } from './restart-limit.ts';
import { type RunOptions, seedOf } from './run-options.ts';
import type { Session } from './trial/session.ts';
import type { Target } from '../wire/target.ts';
import { RestartBudgetSpent } from '../wire/start-error.ts';

export interface ExploreAllOptions extends Pick<RunOptions, 'seed' | 'runs' | 'replay'> {
  /** Further processes of the session's target. */
  readonly beside?: readonly Target[];
  /** Reason why nothing may be explored, where something before the clauses ended the run. */
  readonly stopped: string | undefined;
  /** Stop before the next clause. */
  readonly signal?: AbortSignal;
  /** Called before each clause. */
  readonly onProgress?: RunOptions['onProgress'];
  /** Called after each clause. */
  readonly onExplored?: (explored: Explored) => void;
}

/** A clause with its exploration, or the reason why it could not be judged; and what was counted until then. */
export type Explored = { readonly clause: Clause; readonly recorder?: Recorder; readonly evidence?: Evidence } & (
  | { readonly found: Exploration; readonly problem?: undefined }
  | { readonly found?: undefined; readonly problem: string }
);

interface Share {
  readonly explored: Explored;
  /** End of the process, each time that it was replaced. */
  readonly falls: readonly string[];
  /** Reason why nothing can follow. */
  readonly end?: string;
}

/**
 * @param session - its earlier observations count, too
 * @returns every clause, in the order given; and the reason why the run ended early, if it did
 */
export async function exploreAll(
  clauses: readonly Clause[],
  session: Session,
  options: ExploreAllOptions,
): Promise<{ readonly clauses: readonly Explored[]; readonly stopped: string | undefined }> {
  const { beside = [], signal, onProgress, onExplored, runs, replay } = options;
  const search = { seed: seedOf(options), runs, ...(replay && { path: replay.path }) };
  const finished: Share[] = [];
  const falls = session.target.falls?.().slice() ?? [];
  let { stopped } = options;
  let judged = clauses.length;
  let next = 0;

  const mayGoOn = (): boolean => stopped === undefined && !signal?.aborted && next < clauses.length;
  const work = async (target: Target): Promise<void> => {
    while (mayGoOn()) {
      const i = next++;
      onProgress?.(i, clauses.length, clauses[i]);
      finished[i] = await exploreOne(clauses[i], { ...session, target }, search);
      onExplored?.(finished[i].explored);
      const end = endOf(finished, falls);
      if (end) [judged, stopped] = [end.clause, end.reason];
    }
  };
  await Promise.all([session.target, ...beside].map(work));
  if (signal?.aborted) stopped ??= 'interrupted';
  const explored = clauses.map((clause, i): Explored => {
    const share = i < judged ? finished[i] : undefined;
    return share?.explored ?? { clause, problem: `not judged: ${stopped}` };
  });
  return { clauses: explored, stopped };
}

async function exploreOne(clause: Clause, session: Session, options: ExploreOptions): Promise<Share> {
  const { target } = session;
  const fallsBefore = target.falls?.().length ?? 0;
  const share = (explored: Explored, end?: string): Share => {
    const falls = target.falls?.().slice(fallsBefore) ?? [];
    return { explored, falls, ...(end !== undefined && { end }) };
  };
  const counted = { recorder: new Recorder(), evidence: new Evidence() };
  try {
    return share({ clause, ...counted, found: await explore(clause, session, { ...options, ...counted }) });
  } catch (error) {
    if (error instanceof RestartBudgetSpent) {
      return share({ clause, ...counted, problem: `not judged: ${error.message}` }, error.message);
    }
    return share({ clause, ...counted, problem: error instanceof Error ? describe(error) : String(error) });
  }
}

/** Whether the clauses so far, without a gap, ended the run: how many of them count, and the reason. */
function endOf(
  finished: readonly Share[],
  fallsBefore: readonly string[],
): { clause: number; reason: string } | undefined {
  const falls = [...fallsBefore];
  for (let i = 0; finished[i] !== undefined; i++) {
    falls.push(...finished[i].falls);
    const reason = finished[i].end ?? overBudget(falls);
    if (reason !== undefined) return { clause: i + 1, reason };
  }
  return undefined;
}

const describe = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;
