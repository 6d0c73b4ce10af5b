/** A hypothesis about a mistake that runs: which calls it makes wrong, in which outputs, and what it answers there. */
import type { NamedTensors } from '../../terms/named-tensors.ts';
import type { Calls, Operation, TensorName } from '../../terms/operations.ts';
import type { Traits } from './traits.ts';

/** `status`: the call is not answered. `purity`: it changes, or gives back, memory that is not its own. */
export type Affected = TensorName | 'status' | 'purity';

export type WrongAnswer = <O extends Operation>(
  operation: O,
  call: Calls[O],
) => NamedTensors | undefined | Promise<NamedTensors | undefined>;

/**
 * The wrong results. `id`: those of a known mistake. `expression`: those of a formula. `memory`: they depend on earlier
 * calls. `crash`, `hang`: there are none. `none`: they are not explained.
 */
export type What =
  | { readonly kind: 'id'; readonly id: string; readonly answer: WrongAnswer }
  | { readonly kind: 'expression'; readonly says: string; readonly answer: WrongAnswer }
  | { readonly kind: 'memory' | 'crash' | 'hang' | 'none' };

export interface Hypothesis {
  readonly operations: readonly Operation[];
  /** Outputs that are wrong where `when` holds, of each of the operations as far as it has them. */
  readonly outputs: readonly Affected[];
  readonly when: (traits: Traits) => boolean;
  readonly what: What;
}

export const always = (): boolean => true;
