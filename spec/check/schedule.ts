/**
 * Explores clauses on one or several processes of the same target. Who explores what makes no difference: whatever a clause
 * learns from others, it learns from those before it in the text, and it waits for them only where it must.
 */
import { weaker } from '../accuracy/grade.ts';
import type { Clause } from './trial/clause.ts';
import { explore, type Exploration, type ExploreOptions } from './trial/explore.ts';
import { Recorder } from './trial/recorder.ts';
import { overBudget } from './restart-budget.ts';
import type { Session } from './trial/trial.ts';
import type { Target } from '../wire/outcome.ts';
import { RestartBudgetSpent } from '../wire/start-error.ts';

export interface ExploreAllOptions extends Omit<ExploreOptions, 'recorder'> {
  /** Further processes of the session's target. */
  readonly beside: readonly Target[];
  /** Why nothing may be explored, where something before the clauses ended the run. */
  readonly stopped: string | undefined;
  /** Stop before the next clause. */
  readonly signal: AbortSignal | undefined;
  /** Called before each clause. */
  readonly onProgress: ((done: number, total: number, clause: Clause) => void) | undefined;
}

/** A clause with what was found, or why it could not be judged. */
export type Explored = { readonly clause: Clause; readonly recorded?: Recorder } & (
  | { readonly found: Exploration; readonly problem?: undefined }
  | { readonly found?: undefined; readonly problem: string }
);

interface Share {
  readonly explored: Explored;
  readonly timeouts: number;
  /** How the process ended, each time that it did. */
  readonly falls: readonly string[];
  /** Why nothing can follow. */
  readonly end?: string;
}

/**
 * @param session - gathers the grade and the timeouts of all clauses; what it has of them already counts, too
 * @returns every clause, in the order given; and why the run ended early, if it did
 */
export async function exploreAll(
  clauses: readonly Clause[],
  session: Session,
  { beside, signal, onProgress, stopped: before, ...how }: ExploreAllOptions,
): Promise<{ readonly clauses: readonly Explored[]; readonly stopped: string | undefined }> {
  const shares: Promise<Share>[] = [];
  const finished: Share[] = [];
  const falls = session.target.falls?.().slice() ?? [];
  const { timeouts: timeoutsSoFar } = session;
  let stopped = before;
  let judged = clauses.length;

  const mayGoOn = (): boolean => stopped === undefined && !signal?.aborted && shares.length < clauses.length;
  const work = async (target: Target): Promise<void> => {
    while (mayGoOn()) {
      const i = shares.length;
      onProgress?.(i, clauses.length, clauses[i]);
      const earlier = [...shares];
      const timeoutsBefore = async (): Promise<number> =>
        (await Promise.all(earlier)).reduce((sum, { timeouts }) => sum + timeouts, timeoutsSoFar);
      shares.push(exploreOne(clauses[i], { ...session, target, timeoutsBefore }, how, session));
      finished[i] = await shares[i];
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

async function exploreOne(clause: Clause, own: Session, how: ExploreOptions, all: Session): Promise<Share> {
  const before = { falls: own.target.falls?.().length ?? 0, timeouts: own.timeouts };
  const share = (explored: Explored, end?: string): Share => {
    const timeouts = own.timeouts - before.timeouts;
    all.measured = weaker(all.measured, own.measured);
    all.timeouts += timeouts;
    const falls = own.target.falls?.().slice(before.falls) ?? [];
    return { explored, timeouts, falls, ...(end !== undefined && { end }) };
  };
  const recorded = new Recorder();
  try {
    return share({ clause, recorded, found: await explore(clause, own, { ...how, recorder: recorded }) });
  } catch (error) {
    if (error instanceof RestartBudgetSpent) {
      return share({ clause, recorded, problem: `not judged: ${error.message}` }, error.message);
    }
    return share({ clause, recorded, problem: error instanceof Error ? describe(error) : String(error) });
  }
}

/** Whether the clauses so far, without a gap, ended the run: how many of them count, and why no more do. */
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
