/** Parts that wrong implementations are put together from: the five operations of `plain`, and changes to what goes in and out. */
import { implementationOf } from '../../../../impl/plain/implementation.ts';
import type { Steps } from '../../../../impl/plain/steps.ts';
import { gather, scatter } from '../../../../spec/terms/channel-values.ts';
import type { Tensor } from '../../../../spec/terms/contract.ts';
import { type Layout, layoutOf } from '../../../../spec/terms/layout.ts';
import type { AnyCall, NamedTensors } from '../../../../spec/terms/named-tensors.ts';
import type { Calls, Operation, Results, TensorName } from '../../../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import type { Truth } from '../judge.ts';

export type Examples = NonNullable<Truth['examples']>;

export type Kernel = { readonly [O in Operation]: (call: Calls[O]) => Results[O] };

/** The operations of `plain` with other steps. */
export const kernelOf = (changes: Partial<Steps> = {}): Kernel => implementationOf('', changes) as unknown as Kernel;

export const right: Kernel = kernelOf();

/** A trait of every call, and cheap to know. */
export interface Sizes {
  readonly rank: number;
  readonly axis: number;
  readonly shape: readonly number[];
  readonly N: number;
  readonly S: number;
  readonly C: number;
  readonly m: number;
}

export function sizesOf({ x: { shape }, axis }: AnyCall): Sizes {
  const { outer, inner, channels, perChannel } = layoutOf(shape, axis);
  return { rank: shape.length, axis, shape, N: outer, S: inner, C: channels, m: perChannel };
}

/** Some of the operations, unchanged. */
export const pick = (kernel: Kernel, ...operations: readonly Operation[]): Partial<Kernel> =>
  Object.fromEntries(operations.map((operation) => [operation, kernel[operation]]));

type AnyOperation = (call: AnyCall) => NamedTensors;

/** Wrong operations where the condition holds, those of `plain` elsewhere. */
export const where = (condition: (sizes: Sizes, call: AnyCall) => boolean, wrong: Partial<Kernel>): Partial<Kernel> =>
  Object.fromEntries(
    (Object.keys(wrong) as Operation[]).map((operation) => [
      operation,
      (call: AnyCall): NamedTensors => {
        const chosen = condition(sizesOf(call), call) ? wrong : right;
        return (chosen[operation] as unknown as AnyOperation)(call);
      },
    ]),
  );

/** Operations of `plain` on other arguments. */
export const on = (change: <C extends AnyCall>(call: C) => C, ...operations: readonly Operation[]): Partial<Kernel> =>
  Object.fromEntries(
    operations.map((operation) => [
      operation,
      (call: AnyCall): NamedTensors => (right[operation] as unknown as AnyOperation)(change(call)),
    ]),
  );

export type Change = (value: number, i: number, all: Float64Array) => number;

export const mapped = (t: Tensor, change: Change): Tensor => tensor(t.dtype, t.shape, valuesOf(t).map(change));

/** Tensors of a call or an answer, changed value by value where they are given. */
export function edited<T extends object>(tensors: T, changes: Partial<Record<TensorName, Change>>): T {
  const all: NamedTensors = tensors;
  const changed = Object.entries(changes).flatMap(([name, change]) => {
    const given = all[name as TensorName];
    return given ? [[name, mapped(given, change)]] : [];
  });
  return { ...tensors, ...Object.fromEntries(changed) };
}

/** Values of a tensor of the shape of x, by channel. */
export function columnsOf(t: Tensor, { axis }: AnyCall): Float64Array[] {
  const layout = layoutOf(t.shape, axis);
  const values = valuesOf(t);
  return Array.from({ length: layout.channels }, (_, c) => gather(values, layout, c));
}

/** A tensor like the given one, of other values by channel. */
export function fromColumns(like: Tensor, { axis }: AnyCall, columns: readonly Float64Array[]): Tensor {
  const layout: Layout = layoutOf(like.shape, axis);
  const all = new Float64Array(like.data.length);
  columns.forEach((column, c) => scatter(all, layout, c, column));
  return tensor(like.dtype, like.shape, all);
}

export const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Entry c of a vector, or what stands for it where it is not given. */
export const entriesOr = (t: Tensor | undefined, otherwise: number): ((c: number) => number) => {
  const values = t && valuesOf(t);
  return (c) => (values ? values[c] : otherwise);
};
