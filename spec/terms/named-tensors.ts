/** Tensors by name: what a call or an answer is to code that runs over the table of operations. */
import type { Tensor } from './contract.ts';
import type { Calls, Operation, Results, TensorName } from './operations.ts';

export type NamedTensors = Readonly<Partial<Record<TensorName, Tensor>>>;

/** A call of any operation. Each of `Calls` is one: no cast is needed. */
export interface AnyCall extends NamedTensors {
  readonly x: Tensor;
  readonly axis: number;
  readonly epsilon?: number;
  readonly momentum?: number;
}

/** The call of an operation from one that holds everything the operation requires. */
export const callFrom = <O extends Operation>(_operation: O, call: NamedTensors): Calls[O] =>
  call as Calls[Operation] as Calls[O];

/** The answer of an operation from tensors among which are those that it always gives. */
export const resultFrom = <O extends Operation>(_operation: O, tensors: NamedTensors): Results[O] =>
  tensors as Results[Operation] as Results[O];
