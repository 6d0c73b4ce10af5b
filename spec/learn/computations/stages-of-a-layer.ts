/** One batch on its way through one layer: input, weighted sum, normalized, activated. */
import { type ActivationName, activationOf } from '../network/activation.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { columnOf } from '../network/matrix.ts';
import { randomFrom } from '../network/random.ts';

export const stages = ['input', 'connected', 'normalized', 'activated'] as const;
export type Stage = (typeof stages)[number];

/** A unit whose sums lie far from 0 and far apart, as they can in a deep layer. */
export const unit = { weight: 2.5, bias: 3, samples: 28 } as const;

/** The values at each stage, sample by sample. Without batch normalization `normalized` equals the stage before it. */
export function flow(
  batchNorm: BatchNorm | undefined,
  activation: ActivationName,
): Readonly<Record<Stage, readonly number[]>> {
  const random = randomFrom(5);
  const input = Array.from({ length: unit.samples }, () => random.normal(0, 1));
  const connected = columnOf(input.map((x) => unit.weight * x + unit.bias));
  const normalized = batchNorm
    ? (batchNorm.trainForward({ x: connected, epsilon: 1e-5, momentum: 1, axis: 1 }).y.data as Float32Array)
    : connected.data;
  return {
    input,
    connected: Array.from(connected.data),
    normalized: Array.from(normalized),
    activated: Array.from(normalized, activationOf[activation].value),
  };
}
