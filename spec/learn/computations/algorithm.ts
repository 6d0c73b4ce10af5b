/** The four lines of batch normalization on one small batch of one unit. */
import type { Tensor } from '../../terms/contract.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { columnOf } from '../network/matrix.ts';

export interface Scale {
  readonly gamma: number;
  readonly beta: number;
}

export interface Lines {
  readonly mean: number;
  readonly variance: number;
  readonly normalized: readonly number[];
  readonly y: readonly number[];
}

const one = (value: number): Tensor => ({ dtype: 'float32', shape: [1], data: Float32Array.of(value) });

export function lines(batchNorm: BatchNorm, batch: readonly number[], { gamma, beta }: Scale, epsilon: number): Lines {
  const call = { x: columnOf(batch), epsilon, momentum: 1, axis: 1 };
  const { y, mean, variance } = batchNorm.trainForward({ ...call, gamma: one(gamma), beta: one(beta) });
  return {
    mean: mean!.data[0],
    variance: variance!.data[0],
    normalized: Array.from(batchNorm.trainForward(call).y.data as Float32Array),
    y: Array.from(y.data as Float32Array),
  };
}

/** The γ and β that restore the batch: its own standard deviation, with ε in it, and its mean. */
export function undo(batchNorm: BatchNorm, batch: readonly number[], epsilon: number): Scale {
  const { mean, variance } = lines(batchNorm, batch, { gamma: 1, beta: 0 }, epsilon);
  return { gamma: Math.fround(Math.sqrt(variance + epsilon)), beta: mean };
}
