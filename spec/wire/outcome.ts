/** What becomes of one call, whoever is called: a function here, a module in a child process, a program in any language. */
import type { Operation, Results } from '../terms/operations.ts';

/**
 * ok: an answer, not yet judged. unsupported: not offered. rejected: the argument was refused. error: the implementation
 * failed and said so. crash, timeout, protocol-error: what the host saw.
 */
export type Outcome<O extends Operation> =
  | {
      readonly status: 'ok';
      readonly result: Results[O];
      /** Inputs that did not come back unchanged, by tensor name; `earlier:x` for those of the call before, changed since. */
      readonly mutated: readonly string[];
      /** Outputs that share memory with an input or another output; `earlier:y` for those of answers before. */
      readonly aliased: readonly string[];
      /** The answer's bytes, where it came over the wire. */
      readonly answer?: Uint8Array;
    }
  | {
      readonly status: 'unsupported' | 'rejected' | 'error' | 'crash' | 'timeout' | 'protocol-error';
      readonly message: string;
    };
