/** The running statistics that training leaves for inference (chapter BN-6). */
import type { Conventions } from '../../spec/terms/contract.ts';

/** BN-6.2: the variance that enters the running variance. With m = 1 it is 0 and the factor is taken as 1. */
export function runningStatistic(variance: number, m: number, convention: Conventions['runningVariance']): number {
  return convention === 'unbiased' && m > 1 ? (variance * m) / (m - 1) : variance;
}

/** BN-6.1: `weight` is the weight of the new statistic. */
export function update(old: number, statistic: number, weight: number): number {
  return (1 - weight) * old + weight * statistic;
}
