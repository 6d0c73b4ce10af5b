/**
 * Explores clauses on one or several processes of the same target. Who explores what makes no difference: whatever a clause
 * learns from others, it learns from those before it in the text, and it waits for them only where it must.
 */
import { weaker } from './accuracy/grade.ts';
import type { Clause } from './clause.ts';
import { explore, type Exploration, type ExploreOptions } from './explore.ts';
import type { Session } from './trial.ts';
import type { Target } from './wire/outcome.ts';
import { RestartBudgetSpent } from './wire/start-error.ts';

export interface ExploreAllOptions extends ExploreOptions {
  /** Further processes of the session's target. */
  readonly beside: readonly Target[];
  /** Stop before the next clause. */
  readonly signal: AbortSignal | undefined;
  /** Called before each clause. */
  readonly onProgress: ((done: number, total: number, clause: Clause) => void) | undefined;
}

/** A clause with what was found, or why it could not be judged. */
export type Explored = { readonly clause: Clause } & (
  | { readonly found: Exploration; readonly problem?: undefined }
  | { readonly found?: undefined; readonly problem: string }
);

/** A crash in one corner can cost several restarts per clause; more than this in all, and the adapter is simply broken. */
export const restartBudget = 250;

interface Share {
  readonly explored: Explored;
  readonly timeouts: number;
  /** How the process ended, each time that it did. */
  readonly falls: readonly string[];
  /** Why nothing can follow. */
  readonly end?: string;
}

/**
 * @param session - gathers the grade and the timeouts of all clauses
 * @returns every clause, in the order given
 */
export async function exploreAll(
  clauses: readonly Clause[],
  session: Session,
  { beside, signal, onProgress, ...how }: ExploreAllOptions,
): Promise<Explored[]> {
  const shares: Promise<Share>[] = [];
  const finished: Share[] = [];
  let stopped: string | undefined;
  let judged = clauses.length;

  const mayGoOn = (): boolean => stopped === undefined && !signal?.aborted && shares.length < clauses.length;
  const work = async (target: Target): Promise<void> => {
    while (mayGoOn()) {
      const i = shares.length;
      onProgress?.(i, clauses.length, clauses[i]);
      const earlier = [...shares];
      const timeoutsBefore = async (): Promise<number> =>
        (await Promise.all(earlier)).reduce((sum, { timeouts }) => sum + timeouts, 0);
      shares.push(exploreOne(clauses[i], { ...session, target, timeoutsBefore }, how, session));
      finished[i] = await shares[i];
      const end = endOf(finished);
      if (end) [judged, stopped] = [end.clause, end.reason];
    }
  };
  await Promise.all([session.target, ...beside].map(work));
  if (signal?.aborted) stopped ??= 'interrupted';
  return clauses.map((clause, i) => {
    const share = i < judged ? finished[i] : undefined;
    return share?.explored ?? { clause, problem: `not judged: ${stopped}` };
  });
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
  try {
    return share({ clause, found: await explore(clause, own, how) });
  } catch (error) {
    if (error instanceof RestartBudgetSpent) {
      return share({ clause, problem: `not judged: ${error.message}` }, error.message);
    }
    return share({ clause, problem: error instanceof Error ? describe(error) : String(error) });
  }
}

/** Whether the clauses so far, without a gap, ended the run: how many of them count, and why no more do. */
function endOf(finished: readonly Share[]): { clause: number; reason: string } | undefined {
  const falls: string[] = [];
  for (let i = 0; finished[i] !== undefined; i++) {
    if (finished[i].end !== undefined) return { clause: i + 1, reason: finished[i].end as string };
    falls.push(...finished[i].falls);
    if (falls.length > restartBudget) {
      const reason = `it fell over more than ${restartBudget} times, then with: ${falls[restartBudget]}`;
      return { clause: i + 1, reason };
    }
  }
  return undefined;
}

const describe = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;
