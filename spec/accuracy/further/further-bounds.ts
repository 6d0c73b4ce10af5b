/** The accuracy of a further operation: its bounds and the constant in them. */
import type { AnyTensor, FurtherCalls, FurtherOperation } from '../../terms/further-operations.ts';
import type { Truth } from '../../terms/truth.ts';
import type { BoundOptions } from '../bounds.ts';
import type { Growth } from '../grade.ts';

/** Absolute error allowed per element, before rounding to the storage type. Infinity: not judged. */
export type AnyBounds = Partial<Record<AnyTensor, Float64Array>>;

export interface FurtherBounds<O extends FurtherOperation> {
  /** @returns one array per output that the truth contains */
  readonly bounds: (call: FurtherCalls[O], truth: Truth, options: BoundOptions) => AnyBounds;
  /** The K in the bound of an output. */
  readonly constant: (call: FurtherCalls[O], output: AnyTensor, growth: Growth) => number;
}
