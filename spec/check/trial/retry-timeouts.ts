/** Cases in which a call was not answered in time: they are tried again from their start. */
import { askAgain, timedOut } from '../../wire/ask-again.ts';
import type { AnyExchange, LayerExchange } from './exchange.ts';
import { Falsified, NotApplicable } from './clause-exceptions.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
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
  let operation: AnyOperation | 'layer' | undefined;
  const isLate = ({ trial }: Attempt): boolean => {
    const late = lateIn(trial);
    operation ??= late;
    return late !== undefined;
  };
  const { result, late } = await askAgain(target, tryCase, isLate);
  if (late && operation !== undefined) observations.sawLate(operation);
  return result;
}

interface Calls {
  readonly exchanges: readonly AnyExchange[];
  readonly layerExchanges: readonly LayerExchange[];
}

/** The operation of the first call that was not answered in time. */
export function lateIn({ exchanges, layerExchanges }: Calls): AnyOperation | 'layer' | undefined {
  if (layerExchanges.some(({ outcome }) => timedOut(outcome))) return 'layer';
  return exchanges.find(({ outcome }) => timedOut(outcome))?.operation;
}
