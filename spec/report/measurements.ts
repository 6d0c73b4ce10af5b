/**
 * What the pictures of a report are drawn from: how far the judged elements of every output were off, counted in bins
 * while the suite judges, so that no run has to keep them all.
 */
import type { DType } from '../terms/contract.ts';
import type { Operation, TensorName } from '../terms/operations.ts';
import type { JsonNumber } from './json-number.ts';

export interface OutputMeasurement {
  readonly operation: Operation;
  readonly output: TensorName;
  /** Elements inside the domain, where a bound exists; of a large output a sample that lies evenly in it. */
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

/** Bins of |μ|/σ: half a decade each, bin k from 10^(k/2). What lies outside counts in the first or the last. */
export const offsetBins = {
  first: -6,
  last: 15,
  /** Channels whose values are all alike, σ = 0. */
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

/** Bins of errors in ulp: 0 up to half an ulp, k up to 2^(k-1), and the last for all beyond, NaN included. */
export const ulpBins = {
  last: 24,
  of: (ulps: number): number => (ulps <= 0.5 ? 0 : ulps <= 2 ** 22 ? Math.ceil(Math.log2(ulps)) + 1 : ulpBins.last),
} as const;

function halfDecade(value: number, first: number, last: number): number {
  const bin = Math.floor(2 * Math.log10(value));
  return Number.isNaN(bin) ? last : Math.max(first, Math.min(last, bin));
}
