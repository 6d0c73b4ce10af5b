/** Something that can be called: an implementation here, or a process that serves one. */
import type { ProfileName, StatedClaims } from '../terms/contract.ts';
import type { AnyOperation, FurtherOperation } from '../terms/further-operations.ts';
import type { Calls, Operation } from '../terms/operations.ts';
import type { LayerCommand } from '../terms/layer-commands.ts';
import type { LayerOutcome, Outcome } from './call-outcome.ts';

/** Only one call is under way at a time; calls wait for earlier ones. */
export interface Target {
  readonly name: string;
  readonly version?: string;
  readonly language?: string;
  readonly claims?: StatedClaims | ProfileName;
  /** Operations on a batch. */
  readonly operations: readonly Operation[];
  /** Further operations that are offered. Absent: none. */
  readonly further?: readonly FurtherOperation[];
  /** Never rejects for a failure of the implementation; see CannotGoOn for the one exception. */
  call<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Outcome<O>>;
  /** Likewise, of a layer. A process that was replaced knows no layer any more. Absent where no layer is offered. */
  layer?(command: LayerCommand): Promise<LayerOutcome>;
  /**
   * Does work again in which calls were not answered in time: in a fresh process, with nothing else running, and with several
   * times the limit. Absent where that makes no difference.
   */
  patiently?<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the process, so that the next call is the first of a fresh one. Absent where there is no process to end. */
  afresh?(): Promise<void>;
  /** Reasons why the process had to be replaced, one line for each time. */
  falls?(): readonly string[];
  close(): Promise<void>;
}
