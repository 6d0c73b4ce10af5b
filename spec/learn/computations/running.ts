/** Running statistics over many batches: how they approach the distribution that the batches are drawn from. */
import type { BatchNorm } from '../network/batch-normalization.ts';
import { columnOf } from '../network/matrix.ts';
import { randomFrom } from '../network/random.ts';
import type { Tensor } from '../../terms/contract.ts';

/** The distribution of every batch. */
export const population = { mean: 3, variance: 4 } as const;

export interface Course {
  readonly runningMean: readonly number[];
  readonly runningVar: readonly number[];
  /** Mean of each single batch. */
  readonly batchMean: readonly number[];
}

const one = (value: number): Tensor => ({ dtype: 'float32', shape: [1], data: Float32Array.of(value) });

/** Entry 0 is the start, mean 0 and variance 1. */
export function course(
  batchNorm: BatchNorm,
  { momentum, batches, batch, seed }: { momentum: number; batches: number; batch: number; seed: number },
): Course {
  const random = randomFrom(seed);
  const runningMean = [0];
  const runningVar = [1];
  const batchMean: number[] = [];
  for (let step = 0; step < batches; step++) {
    const x = columnOf(
      Array.from({ length: batch }, () => random.normal(population.mean, Math.sqrt(population.variance))),
    );
    const result = batchNorm.trainForward({
      x,
      runningMean: one(runningMean[step]),
      runningVar: one(runningVar[step]),
      epsilon: 1e-5,
      momentum,
      axis: 1,
    });
    runningMean.push(result.runningMean!.data[0]);
    runningVar.push(result.runningVar!.data[0]);
    batchMean.push(result.mean!.data[0]);
  }
  return { runningMean, runningVar, batchMean };
}
