/**
 * The outcome of one call, whoever is called: a function in this process, a module in a child process, a program in any
 * language.
 */
import type { Results } from '../terms/operations.ts';
import type { LayerResult } from '../terms/layer-commands.ts';
import type { AnyOperation } from '../terms/further-operations.ts';

/** Results as they came back, not yet judged. */
export interface Answer<R> {
  readonly status: 'ok';
  readonly result: R;
  /** Inputs that changed, by tensor name; `earlier:x` for inputs of earlier calls that changed since. */
  readonly mutated: readonly string[];
  /** Outputs that share memory with an input or another output; `earlier:y` for outputs of earlier calls. */
  readonly aliased: readonly string[];
  /** The answer's bytes, where it came over the wire. */
  readonly answer?: Uint8Array;
}

/**
 * unsupported: not offered. rejected: the argument was refused. error: the implementation failed and said so. crash,
 * timeout, protocol-error: observed by the host.
 */
export interface Unanswered {
  readonly status: 'unsupported' | 'rejected' | 'error' | 'crash' | 'timeout' | 'protocol-error';
  readonly message: string;
}

export type Outcome<O extends AnyOperation> = Answer<Results[O]> | Unanswered;

/** The outcome of one call of a layer. */
export type LayerOutcome = Answer<LayerResult> | Unanswered;
