/**
 * The outcome of one call, whoever is called: a function in this process, a module in a child process, a program in any
 * language.
 */
import type { Operation, Results } from '../terms/operations.ts';

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
