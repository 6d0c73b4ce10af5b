/** Traits of a call: sizes, types, which arguments are given, and the values of each. Conditions are predicates over them. */
import type { DType } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import { elementOf, type Layout, layoutOf } from '../../terms/layout.ts';
import type { AnyCall } from '../../terms/named-tensors.ts';
import { isElementwise, type Operation, signatures, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';

/** The values of one argument. NaN and infinities do not count among sizes. */
export interface ValueTraits {
  readonly type: DType;
  /** Largest and least |value|, and the least that is not 0. */
  readonly largest: number;
  /** Largest |value| of the channel where it is least. */
  readonly leastPeak: number;
  readonly least: number;
  readonly leastNonzero: number;
  readonly hasZero: boolean;
  readonly hasNegative: boolean;
  readonly hasNaN: boolean;
  readonly hasInfinity: boolean;
  readonly hasSubnormal: boolean;
  /** In some channel all values are the same; for a vector: all of its entries are. */
  readonly constant: boolean;
  /** In some channel the first, the middle and the last value are the same. */
  readonly equalEnds: boolean;
}

export interface Traits extends Partial<Readonly<Record<TensorName, ValueTraits>>> {
  readonly operation: Operation;
  readonly rank: number;
  readonly axis: number;
  /** Lengths of all axes. */
  readonly shape: readonly number[];
  /** Product of the lengths before the channel axis. */
  readonly N: number;
  /** Product of the lengths behind it. */
  readonly S: number;
  /** Number of channels. */
  readonly C: number;
  /** Values per channel, N · S. */
  readonly m: number;
  /** Number of values of x. */
  readonly size: number;
  readonly type: DType;
  /** Absent where the operation has none. */
  readonly epsilon?: number;
  readonly momentum?: number;
  /** In some channel a value of x is the given mean, or that of the channel. */
  readonly xAtMean: boolean;
  /** Largest |mean| of a channel of x in standard deviations of the channel; Infinity where it is constant. */
  readonly offset: number;
  /** Largest |y| before it is rounded; 0 for gradients. */
  readonly reach: number;
  readonly x: ValueTraits;
}

export function traitsOf(operation: Operation, call: AnyCall): Traits {
  const { x, axis, epsilon, momentum } = call;
  const layout = layoutOf(x.shape, axis);
  const values = valuesOf(x);
  const columns = columnsOf(values, layout);
  const given = call.mean && valuesOf(call.mean);
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  return {
    ...Object.fromEntries(
      signatures[operation].inputs.flatMap((name) => {
        const t = call[name];
        if (t === undefined) return [];
        const all = name === 'x' ? values : valuesOf(t);
        const whole = isElementwise(operation, name) && all.length === values.length;
        return [[name, valueTraits(t.dtype, all, whole ? (name === 'x' ? columns : columnsOf(all, layout)) : [all])]];
      }),
    ),
    operation,
    rank: x.shape.length,
    axis,
    shape: x.shape,
    N: layout.outer,
    S: layout.inner,
    C: layout.channels,
    m: layout.perChannel,
    size: values.length,
    type: x.dtype,
    ...(epsilon !== undefined && { epsilon }),
    ...(momentum !== undefined && { momentum }),
    xAtMean: columns.some((column, c) => column.includes(given ? given[c] : means[c])),
    reach: signatures[operation].pass === 'forward' ? reachOf(call, columns, means) : 0,
    offset: columns.reduce((most, column, c) => Math.max(most, offsetOf(column, means[c])), 0),
  } as Traits;
}

const columnsOf = (values: Float64Array, layout: Layout): Float64Array[] =>
  Array.from({ length: layout.channels }, (_, c) =>
    Float64Array.from({ length: layout.perChannel }, (__, i) => values[elementOf(layout, c, i)]),
  );

function reachOf(
  { gamma, beta, mean, variance, epsilon = 0 }: AnyCall,
  columns: readonly Float64Array[],
  means: readonly number[],
): number {
  const [g, b, mu, v] = [gamma, beta, mean, variance].map((t) => t && valuesOf(t));
  return columns.reduce((most, column, c) => {
    const middle = mu?.[c] ?? means[c];
    const square = v?.[c] ?? column.reduce((sum, value) => sum + (value - means[c]) ** 2, 0) / column.length;
    const scale = (g?.[c] ?? 1) / Math.sqrt(square + epsilon);
    return column.reduce((large, value) => {
      const size = Math.abs((value - middle) * scale + (b?.[c] ?? 0));
      return size > large ? size : large;
    }, most);
  }, 0);
}

function offsetOf(column: Float64Array, mean: number): number {
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
  return mean === 0 ? 0 : Math.abs(mean) / Math.sqrt(variance);
}

function valueTraits(type: DType, all: Float64Array, columns: readonly Float64Array[]): ValueTraits {
  let [largest, least, leastNonzero] = [0, Infinity, Infinity];
  const has = { zero: false, negative: false, nan: false, infinity: false };
  for (const value of all) {
    const size = Math.abs(value);
    if (value < 0) has.negative = true;
    if (Number.isNaN(value)) has.nan = true;
    else if (size === Infinity) has.infinity = true;
    else {
      if (size > largest) largest = size;
      if (size < least) least = size;
      if (size === 0) has.zero = true;
      else if (size < leastNonzero) leastNonzero = size;
    }
  }
  return {
    type,
    largest,
    leastPeak: columns.reduce(
      (quiet, column) =>
        Math.min(
          quiet,
          column.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
        ),
      Infinity,
    ),
    least,
    leastNonzero,
    hasZero: has.zero,
    hasNegative: has.negative,
    hasNaN: has.nan,
    hasInfinity: has.infinity,
    hasSubnormal: leastNonzero < formats[type].smallestNormal,
    constant: columns.some((column) => column.length > 1 && column.every((value) => value === column[0])),
    equalEnds: columns.some(
      (column) =>
        column.length > 2 && column[0] === column[column.length - 1] && column[0] === column[column.length >> 1],
    ),
  };
}
