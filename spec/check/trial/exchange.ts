/** One call with what became of it. */
import type { Calls, Operation } from '../../terms/operations.ts';
import type { Tensor } from '../../terms/contract.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import type { Outcome } from '../../wire/outcome.ts';

/** One member per operation, so that testing `operation` tells the type of `call`. */
export type Exchange = {
  [O in Operation]: { readonly operation: O; readonly call: Calls[O]; readonly outcome: Outcome<O> };
}[Operation];

/** Each of these ends the process that was called. */
const fatalStatuses: ReadonlySet<string> = new Set(['crash', 'timeout', 'protocol-error']);

export const isFatal = (status: Exchange['outcome']['status']): boolean => fatalStatuses.has(status);

/** Which of these calls answered with this very tensor; none where it was made of answers, as a sum is. */
export const exchangeWith = (tensor: Tensor, exchanges: readonly Exchange[]): Exchange | undefined =>
  exchanges.findLast(
    ({ outcome }) =>
      outcome.status === 'ok' && Object.values<Tensor | undefined>(outcome.result as NamedTensors).includes(tensor),
  );
