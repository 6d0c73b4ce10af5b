/**
 * Time alone is never a reason to fail: where an answer is late, the work that asked for it is done again from its start, in a
 * fresh process with nothing else running and with several times the limit. Only what has no answer even then is a hang.
 * Everything that calls a target asks in this way, but for the search for a smaller counterexample.
 */
import type { Calls } from '../terms/operations.ts';
import type { AnyOperation } from '../terms/further-operations.ts';
import type { Outcome } from './call-outcome.ts';
import type { Target } from './target.ts';

/** Work that was done, once or twice. */
export interface Asked<T> {
  readonly result: T;
  /** Whether it was answered only when it was asked again. */
  readonly late: boolean;
}

/**
 * @param work - from its start
 * @param isLate - whether a result of it lacks an answer that did not come in time
 */
export async function askAgain<T>(
  { patiently }: Pick<Target, 'patiently'>,
  work: () => Promise<T>,
  isLate: (result: T) => boolean,
): Promise<Asked<T>> {
  const result = await work();
  if (patiently === undefined || !isLate(result)) return { result, late: false };
  const again = await patiently(work);
  return { result: again, late: !isLate(again) };
}

export const timedOut = ({ status }: Pick<Outcome<AnyOperation>, 'status'>): boolean => status === 'timeout';

/** The outcome of a call that belongs to no sequence. */
export async function outcomeOf<O extends AnyOperation>(
  target: Target,
  operation: O,
  call: Calls[O],
): Promise<Outcome<O>> {
  return (await askAgain(target, () => target.call(operation, call), timedOut)).result;
}
