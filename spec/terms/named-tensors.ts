/** Tensors by name: the view of a call or an answer for code that iterates over the table of operations. */
import type { Results, Calls } from './operations.ts';
import type { Tensor } from './contract.ts';
import type { AnyOperation, AnyTensor } from './further-operations.ts';

export type NamedTensors = Readonly<Partial<Record<AnyTensor, Tensor>>>;

/** A call of any operation. Each of `Calls` is one: no cast is needed. */
export interface AnyCall extends NamedTensors {
  readonly x: Tensor;
  readonly axis: number;
  readonly epsilon?: number;
  readonly momentum?: number;
}

/** Extracts the call of one operation from an object that holds everything the operation requires. */
export const callFrom = <O extends AnyOperation>(_operation: O, call: object): Calls[O] => call as unknown as Calls[O];

/** Extracts the answer of one operation from tensors that include its required outputs. */
export const resultFrom = <O extends AnyOperation>(
  _operation: O,
  tensors: Readonly<Partial<Record<string, Tensor>>>,
): Results[O] => tensors as unknown as Results[O];
