/** One neuron Wx under an activation: its output, and how much of a change of x passes through. */
import { type ActivationName, activationOf } from '../network/activation.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { columnOf } from '../network/matrix.ts';

export interface Neuron {
  readonly before: number;
  readonly after: number;
  /** Change of the output per small change of the activation's input. */
  readonly slope: number;
}

export function neuron(before: number, activation: ActivationName): Neuron {
  const { value, slope } = activationOf[activation];
  const after = value(before);
  return { before, after, slope: slope(after) };
}

/** Inputs that share a batch with the one that the reader moves. */
export const companions: readonly number[] = [2, 4, 6, 8, 11, 14, 16, 18, 22, 25, 28];

export interface BatchOfNeurons {
  readonly plain: readonly Neuron[];
  readonly normalized: readonly Neuron[];
}

/** The neuron for x (first) and its companions, without and with batch normalization before the activation. */
export function batchOf(
  batchNorm: BatchNorm,
  { x, weight, activation }: { x: number; weight: number; activation: ActivationName },
): BatchOfNeurons {
  const sums = columnOf([x, ...companions].map((value) => weight * value));
  const { y } = batchNorm.trainForward({ x: sums, epsilon: 1e-5, momentum: 1, axis: 1 });
  return {
    plain: Array.from(sums.data, (sum) => neuron(sum, activation)),
    normalized: Array.from(y.data as Float32Array, (sum) => neuron(sum, activation)),
  };
}
