/** Tensors by name: the view of a call or an answer for code that iterates over the table of operations. */
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

/** Extracts the call of one operation from an object that holds everything the operation requires. */
export const callFrom = <O extends Operation>(_operation: O, call: NamedTensors): Calls[O] =>
  call as Calls[Operation] as Calls[O];

/** Extracts the answer of one operation from tensors that include its required outputs. */
export const resultFrom = <O extends Operation>(_operation: O, tensors: NamedTensors): Results[O] =>
  tensors as Results[Operation] as Results[O];
