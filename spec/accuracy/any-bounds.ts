/** Bounds of any operation: those of a batch have common rows (bounds.ts), each further one has its own. */
import { type AnyOperation, type AnyTensor, isFurther } from '../terms/further-operations.ts';
import { layoutOf } from '../terms/layout.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import type { Calls, Operation, TensorName } from '../terms/operations.ts';
import type { Truth } from '../terms/truth.ts';
import { type BoundOptions, boundsOf } from './bounds.ts';
import type { AnyBounds } from './further/further-bounds.ts';
import { furtherBounds } from './further/index.ts';
import { constantFor, type Growth } from './grade.ts';

export type { AnyBounds } from './further/further-bounds.ts';

/** @returns one array per output of the operation that the truth contains */
export function anyBoundsOf<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  truth: Truth,
  options: BoundOptions,
): AnyBounds {
  if (isFurther(operation)) return furtherBounds[operation].bounds(call as never, truth, options);
  return boundsOf(operation, call as Calls[Operation], truth, options);
}

/** The K in the bound of an output. */
export function anyConstantFor<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  output: AnyTensor,
  growth: Growth,
): number {
  if (isFurther(operation)) return furtherBounds[operation].constant(call as never, output, growth);
  const { x, axis } = call as AnyCall;
  return constantFor(operation, output as TensorName, layoutOf(x.shape, axis).perChannel, growth);
}
