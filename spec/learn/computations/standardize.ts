/** Features on one scale: the effect of standardization on data, and on the loss surface of gradient descent. */
import type { BatchNorm } from '../network/batch-normalization.ts';
import { type Matrix, zeros } from '../network/matrix.ts';
import { randomFrom } from '../network/random.ts';

export type Pair = readonly [number, number];

/** Two features of very different size, and a target in which both matter alike. */
export function features(points = 120, seed = 3): { readonly x: Matrix; readonly target: Float32Array } {
  const random = randomFrom(seed);
  const x = zeros(points, 2);
  const target = new Float32Array(points);
  for (let i = 0; i < points; i++) {
    const [a, b] = [random.normal(0, 1), random.normal(0, 1)];
    x.data.set([9 + 3 * a, 2 + 0.5 * b], 2 * i);
    target[i] = a + b;
  }
  return { x, target };
}

/** Each column with mean 0 and variance 1, which is batch normalization with γ = 1, β = 0 and ε = 0. */
export function standardize(batchNorm: BatchNorm, x: Matrix): Matrix {
  return batchNorm.trainForward({ x, epsilon: 0, momentum: 1, axis: 1 }).y as Matrix;
}

/** Part of the way from one table to another: 0 is `a`, 1 is `b`. */
export function between(a: Matrix, b: Matrix, way: number): Matrix {
  return { ...a, data: a.data.map((value, i) => (1 - way) * value + way * b.data[i]) };
}

/** The squared error of a linear model as a function of its two weights, with the intercept at its best. */
export interface Bowl {
  /** [[xx, xy], [xy, yy]]: covariances of the features. */
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Curvatures along the two axes of the bowl, the larger first. */
  readonly curvature: Pair;
  /** Direction of the larger curvature, in radians. */
  readonly angle: number;
  readonly best: Pair;
}

export function bowlOf({ shape: [rows], data }: Matrix, target: Float32Array): Bowl {
  const mean = (of: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += of(i);
    return sum / rows;
  };
  const [mx, my, mt] = [mean((i) => data[2 * i]), mean((i) => data[2 * i + 1]), mean((i) => target[i])];
  const dx = (i: number): number => data[2 * i] - mx;
  const dy = (i: number): number => data[2 * i + 1] - my;
  const [xx, xy, yy] = [mean((i) => dx(i) ** 2), mean((i) => dx(i) * dy(i)), mean((i) => dy(i) ** 2)];
  const [xt, yt] = [mean((i) => dx(i) * (target[i] - mt)), mean((i) => dy(i) * (target[i] - mt))];
  const determinant = xx * yy - xy * xy;
  const [middle, spread] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  return {
    xx,
    xy,
    yy,
    curvature: [middle + spread, middle - spread],
    angle: Math.atan2(2 * xy, xx - yy) / 2,
    best: [(xt * yy - yt * xy) / determinant, (yt * xx - xt * xy) / determinant],
  };
}

/** Excess of the loss at these weights over the loss at the best ones. */
export function height({ xx, xy, yy, best }: Bowl, [v, w]: Pair): number {
  const [a, b] = [v - best[0], w - best[1]];
  return xx * a * a + 2 * xy * a * b + yy * b * b;
}

/** Gradient descent from (0, 0), with the longest step that overshoots in no direction. */
export function descend(bowl: Bowl, steps: number): Pair[] {
  const { xx, xy, yy, best, curvature } = bowl;
  const path: Pair[] = [[0, 0]];
  for (let step = 0; step < steps; step++) {
    const [v, w] = path[step];
    const [a, b] = [v - best[0], w - best[1]];
    path.push([v - (xx * a + xy * b) / curvature[0], w - (xy * a + yy * b) / curvature[0]]);
  }
  return path;
}

/** Steps until the loss above the best has fallen to a hundredth. */
export function stepsToHundredth(bowl: Bowl): number {
  const limit = 10_000;
  const path = descend(bowl, limit);
  const start = height(bowl, path[0]);
  const found = path.findIndex((weights) => height(bowl, weights) <= start / 100);
  return found < 0 ? limit : found;
}
