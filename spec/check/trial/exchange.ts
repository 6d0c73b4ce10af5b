/** One call with its outcome. */
import type { FurtherOperation } from '../../terms/further-operations.ts';
import { type Calls, type Operation, signatures } from '../../terms/operations.ts';
import type { Tensor } from '../../terms/contract.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import type { LayerCommand } from '../../terms/layer-commands.ts';
import type { LayerOutcome, Outcome } from '../../wire/call-outcome.ts';

/** One member per operation, so that testing `operation` narrows the type of `call`. */
export type Exchange = {
  [O in Operation]: { readonly operation: O; readonly call: Calls[O]; readonly outcome: Outcome<O> };
}[Operation];

/** The same for the further operations. */
export type FurtherExchange = {
  [O in FurtherOperation]: { readonly operation: O; readonly call: Calls[O]; readonly outcome: Outcome<O> };
}[FurtherOperation];

export type AnyExchange = Exchange | FurtherExchange;

export const isOfBatch = (exchange: AnyExchange): exchange is Exchange => Object.hasOwn(signatures, exchange.operation);

/** One call of a layer with its outcome. */
export interface LayerExchange {
  readonly command: LayerCommand;
  readonly outcome: LayerOutcome;
}

/** Each of these ends the process that was called. */
const fatalStatuses: ReadonlySet<string> = new Set(['crash', 'timeout', 'protocol-error']);

export const isFatal = (status: Exchange['outcome']['status']): boolean => fatalStatuses.has(status);

/** The call among these that answered with this very tensor; none where it was computed from answers, like a sum. */
export const exchangeWith = <E extends AnyExchange | LayerExchange>(
  tensor: Tensor,
  exchanges: readonly E[],
): E | undefined =>
  exchanges.findLast(
    ({ outcome }) =>
      outcome.status === 'ok' && Object.values<Tensor | undefined>(outcome.result as NamedTensors).includes(tensor),
  );
