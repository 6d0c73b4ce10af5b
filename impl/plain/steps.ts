/** The steps of batch normalization under one name, so that another version of one step can stand in its place. */
import type { Conventions } from '../../spec/terms/contract.ts';
import { type Gradient, type GradientInput, inferGradient, trainGradient } from './gradient.ts';
import { affine, normalize } from './normalize.ts';
import { runningStatistic, update } from './running.ts';
import { inverseStd, mean, variance } from './statistics.ts';

export interface Steps {
  readonly mean: (x: Float64Array) => number;
  readonly variance: (x: Float64Array, mean: number) => number;
  readonly inverseStd: (variance: number, epsilon: number) => number;
  readonly normalize: (x: number, mean: number, invStd: number) => number;
  readonly affine: (xhat: number, gamma: number, beta: number) => number;
  /** From x to y in one go. Where it is not given: normalize, then affine. */
  readonly output?: (x: number, statistics: { mean: number; invStd: number }, gamma: number, beta: number) => number;
  readonly runningStatistic: (variance: number, m: number, convention: Conventions['runningVariance']) => number;
  readonly update: (old: number, statistic: number, weight: number) => number;
  readonly trainGradient: (input: GradientInput) => Gradient;
  readonly inferGradient: (input: GradientInput) => Gradient;
}

export const plainSteps: Steps = {
  mean,
  variance,
  inverseStd,
  normalize,
  affine,
  runningStatistic,
  update,
  trainGradient,
  inferGradient,
};
