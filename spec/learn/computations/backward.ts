/** The gradient by x in its three terms, and the same gradient by finite differences. */
import type { Tensor } from '../../terms/contract.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { columnOf } from '../network/matrix.ts';

export const termNames = ['direct', 'mean', 'variance'] as const;
export type TermName = (typeof termNames)[number];

export interface Gradients {
  /** γ·r·dy, -γ·r·dβ/m and -γ·r·x̂·dγ/m, value by value. */
  readonly terms: Readonly<Record<TermName, readonly number[]>>;
  /** The answer of the implementation. */
  readonly dx: readonly number[];
  readonly dgamma: number;
  readonly dbeta: number;
}

interface Given {
  readonly x: readonly number[];
  readonly dy: readonly number[];
  readonly gamma: number;
  readonly epsilon: number;
}

const one = (value: number): Tensor => ({ dtype: 'float32', shape: [1], data: Float32Array.of(value) });

export function gradients(batchNorm: BatchNorm, { x, dy, gamma, epsilon }: Given): Gradients {
  const m = x.length;
  const call = { x: columnOf(x), epsilon, axis: 1 };
  const { y: normalized, invStd } = batchNorm.trainForward({ ...call, momentum: 1 });
  const { dx, dgamma, dbeta } = batchNorm.trainBackward({ ...call, dy: columnOf(dy), gamma: one(gamma) });
  const scale = gamma * invStd!.data[0];
  const [sumDyXhat, sumDy] = [dgamma!.data[0], dbeta!.data[0]];
  const xhat = Array.from(normalized.data as Float32Array);
  return {
    terms: {
      direct: dy.map((g) => scale * g),
      mean: dy.map(() => (-scale * sumDy) / m),
      variance: xhat.map((each) => (-scale * each * sumDyXhat) / m),
    },
    dx: Array.from(dx.data as Float32Array),
    dgamma: sumDyXhat,
    dbeta: sumDy,
  };
}

/**
 * dx by finite differences: each x a little larger and a little smaller, and the change of Σ dy·y. In doubles, from the
 * formula of y alone, so that it is independent of the backward pass.
 */
export function triedOut({ x, dy, gamma, epsilon }: Given): number[] {
  const loss = (values: readonly number[]): number => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return values.reduce((sum, value, i) => sum + (dy[i] * gamma * (value - mean)) / Math.sqrt(variance + epsilon), 0);
  };
  const step = 1e-4;
  return x.map((value, i) => (loss(x.with(i, value + step)) - loss(x.with(i, value - step))) / (2 * step));
}
