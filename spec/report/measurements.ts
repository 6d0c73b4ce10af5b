/**
 * Data behind the pictures of a report: the errors of the judged elements of every output, counted in bins during the
 * run, so that they need not all be stored.
 */
import type { DType } from '../terms/contract.ts';
import type { Operation, TensorName } from '../terms/operations.ts';
import type { JsonNumber } from './json-number.ts';

export interface OutputMeasurement {
  readonly operation: Operation;
  readonly output: TensorName;
  /** Number of elements inside the domain, where a bound exists; a large output is sampled evenly. */
  readonly elements: number;
  /** [offset bin, error bin, elements], in ascending order. Bins: see `offsetBins` and `errorBins`. */
  readonly accuracy: readonly (readonly [offset: number, error: number, elements: number])[];
  /** Elements by error in ulp of the output's own type. Bins: see `ulpBins`. */
  readonly ulps: readonly number[];
}

/** One output of one fixed call, channel by channel. */
export interface Probe {
  readonly operation: Operation;
  readonly output: 'y' | 'dx';
  readonly dtype: DType;
  readonly channels: readonly {
    readonly x: readonly number[];
    readonly actual: readonly JsonNumber[];
    readonly exact: readonly JsonNumber[];
  }[];
}

export interface Measurements {
  readonly outputs: readonly OutputMeasurement[];
  readonly probes: readonly Probe[];
}

/** Bins of |μ|/σ: half a decade each, bin k from 10^(k/2). Values outside count in the first or the last. */
export const offsetBins = {
  first: -6,
  last: 15,
  /** Bin of channels whose values are all equal, σ = 0. */
  constant: 17,
  of(mean: number, variance: number): number {
    if (!(variance > 0)) return offsetBins.constant;
    return halfDecade(Math.abs(mean) / Math.sqrt(variance), offsetBins.first, offsetBins.last);
  },
} as const;

/** Bins of error over allowed error: half a decade each, bin k from 10^(k/2), and one for no error at all. */
export const errorBins = {
  none: -15,
  first: -13,
  last: 8,
  of: (excess: number): number => (excess === 0 ? errorBins.none : halfDecade(excess, errorBins.first, errorBins.last)),
} as const;

/** Bins of errors in ulp: 0 up to half an ulp, k up to 2^(k-1), and the last for everything beyond, NaN included. */
export const ulpBins = {
  last: 24,
  of: (ulps: number): number => (ulps <= 0.5 ? 0 : ulps <= 2 ** 22 ? Math.ceil(Math.log2(ulps)) + 1 : ulpBins.last),
} as const;

function halfDecade(value: number, first: number, last: number): number {
  const bin = Math.floor(2 * Math.log10(value));
  return Number.isNaN(bin) ? last : Math.max(first, Math.min(last, bin));
}
