/**
 * Time alone is never a reason to fail: where a call was not answered in time, the case is tried again from its start, in
 * a fresh process with nothing else running and with several times the limit. Only a call without an answer even then is
 * a hang.
 */
import type { Operation } from '../../terms/operations.ts';
import type { Exchange, LayerExchange } from './exchange.ts';
import { Falsified, NotApplicable } from './clause-exceptions.ts';
import type { Session } from './session.ts';
import type { Trial } from './trial.ts';

/** One attempt at a case. */
export interface Attempt {
  readonly trial: Trial;
  /** Absent where nothing is wrong. */
  readonly error?: Falsified | NotApplicable;
}

/** @param work - on the trial */
export async function attempt(trial: Trial, work: () => Promise<void>): Promise<Attempt> {
  try {
    await work();
    return { trial };
  } catch (error) {
    if (error instanceof Falsified || error instanceof NotApplicable) return { trial, error };
    throw error;
  }
}

/** @param tryCase - from its start */
export async function withPatience(
  { target, observations }: Session,
  tryCase: () => Promise<Attempt>,
): Promise<Attempt> {
  const tried = await tryCase();
  const late = lateIn(tried.trial);
  if (late === undefined || target.patiently === undefined) return tried;
  const again = await target.patiently(tryCase);
  if (lateIn(again.trial) === undefined) observations.sawLate(late);
  return again;
}

/** The operation of a call that was not answered in time. */
function lateIn({ exchanges, layerExchanges }: Trial): Operation | 'layer' | undefined {
  if (layerExchanges.some(timedOut)) return 'layer';
  return exchanges.find(timedOut)?.operation;
}

export const timedOut = ({ outcome: { status } }: Exchange | LayerExchange): boolean => status === 'timeout';
