/**
 * The outcome of one call, whoever is called: a function in this process, a module in a child process, a program in any
 * language.
 */
import type { Claims, ProfileName } from '../terms/contract.ts';
import type { Calls, Operation, Results } from '../terms/operations.ts';

/**
 * ok: an answer, not yet judged. unsupported: not offered. rejected: the argument was refused. error: the
 * implementation failed and said so. crash, timeout, protocol-error: observed by the host.
 */
export type Outcome<O extends Operation> =
  | {
      readonly status: 'ok';
      readonly result: Results[O];
      /** Inputs that changed, by tensor name; `earlier:x` for inputs of earlier calls that changed since. */
      readonly mutated: readonly string[];
      /** Outputs that share memory with an input or another output; `earlier:y` for outputs of earlier calls. */
      readonly aliased: readonly string[];
      /** The answer's bytes, where it came over the wire. */
      readonly answer?: Uint8Array;
    }
  | {
      readonly status: 'unsupported' | 'rejected' | 'error' | 'crash' | 'timeout' | 'protocol-error';
      readonly message: string;
    };

const earlier = 'earlier:';

/** Name of a tensor of an earlier call. */
export const ofEarlier = (name: string): string => earlier + name;

export const isOfEarlier = (name: string): boolean => name.startsWith(earlier);

/** Something that can be called. Only one call is under way at a time; calls wait for earlier ones. */
export interface Target {
  readonly name: string;
  readonly version?: string;
  readonly language?: string;
  readonly claims?: Partial<Claims> | ProfileName;
  readonly operations: readonly Operation[];
  /** Never rejects for a failure of the implementation; see RestartBudgetSpent for the one exception. */
  call<O extends Operation>(operation: O, call: Calls[O]): Promise<Outcome<O>>;
  /** Reasons why the process had to be replaced, one line for each time. */
  falls?(): readonly string[];
  close(): Promise<void>;
}
