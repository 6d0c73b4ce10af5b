/**
 * Time alone is never a reason to fail: where a call was not answered in time, the case is tried again from its start, in a fresh process
 * with nothing else running and with several times the limit. Only a call without an answer even then is a hang.
 */
import type { Exchange } from './exchange.ts';
import type { Session } from './session.ts';
import type { Trial } from './trial.ts';

/** One attempt at a case. */
export interface Attempt {
  readonly trial: Trial;
  /** Thrown by the clause. */
  readonly error?: unknown;
}

/** @param attempt - tries the case from its start */
export async function withPatience<A extends Attempt>(
  { target, observations }: Session,
  attempt: () => Promise<A>,
): Promise<A> {
  const tried = await attempt();
  const late = tried.trial.exchanges.find(timedOut);
  if (late === undefined || target.patiently === undefined) return tried;
  const again = await target.patiently(attempt);
  if (!again.trial.exchanges.some(timedOut)) observations.sawLate(late.operation);
  return again;
}

export const timedOut = ({ outcome: { status } }: Exchange): boolean => status === 'timeout';
