/**
 * Answers that clauses need from a reference: exact values, wide enough to measure any error, and their correct
 * rounding.
 */
import type { Calls } from './operations.ts';
import type { Conventions, DType, Tensor } from './contract.ts';
import type { AnyOperation, AnyTensor } from './further-operations.ts';

/**
 * Exact values of one output. `hi` is the value as a double and `lo` the remainder, so that hi + lo carries at least
 * 100 bits relative to the terms it is computed from. NaN and ±Infinity appear in `hi` with lo = 0.
 */
export interface ExactTensor {
  readonly shape: readonly number[];
  readonly hi: Float64Array;
  readonly lo: Float64Array;
  /** Correctly rounded to the element type, ties to even, decided exactly (chapter BN-1). */
  round(dtype: DType): Tensor;
}

/** Per channel: the mean, variance and inverse standard deviation that the operation used (batch, running or saved). */
export interface ChannelTruth {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly invStd: Float64Array;
}

export interface Truth {
  readonly outputs: Readonly<Partial<Record<AnyTensor, ExactTensor>>>;
  readonly channel: ChannelTruth;
}

/** The correct answer to any call. `outputs` contains every output that the call defines. */
export interface Reference {
  answer<O extends AnyOperation>(operation: O, call: Calls[O], conventions: Conventions): Truth;
}
