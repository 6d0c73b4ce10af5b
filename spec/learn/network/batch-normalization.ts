/** Batch normalization as a layer: it holds the state that the stateless implementation needs for each call. */
import type { Implementation, Tensor } from '../../terms/contract.ts';
import type { Calls, Operation, Results } from '../../terms/operations.ts';
import { type Matrix, zeros } from './matrix.ts';
import { type Parameter, parameter } from './parameter.ts';

/** A synchronous implementation. */
export type BatchNorm = { readonly [O in Operation]: (call: Calls[O]) => Results[O] };

/** Those of this repository return no promises, though the contract permits them. */
export const atOnce = (implementation: Implementation): BatchNorm => implementation as unknown as BatchNorm;

export interface BatchNormSettings {
  readonly batchNorm: BatchNorm;
  readonly epsilon: number;
  /** Weight of the new statistic. */
  readonly momentum: number;
}

const perChannel = (data: Float32Array): Tensor => ({ dtype: 'float32', shape: [data.length], data });

export class BatchNormalization {
  readonly gamma: Parameter;
  readonly beta: Parameter;
  running: { readonly mean: Float32Array; readonly variance: Float32Array };
  readonly #settings: BatchNormSettings;
  #x: Matrix = zeros(0, 0);

  constructor(units: number, settings: BatchNormSettings) {
    this.#settings = settings;
    this.gamma = parameter(new Float32Array(units).fill(1));
    this.beta = parameter(new Float32Array(units));
    this.running = { mean: new Float32Array(units), variance: new Float32Array(units).fill(1) };
  }

  /** With the statistics of this batch; also updates the running ones. */
  train(x: Matrix): Matrix {
    this.#x = x;
    const { batchNorm, epsilon, momentum } = this.#settings;
    const { y, runningMean, runningVar } = batchNorm.trainForward({
      x,
      gamma: perChannel(this.gamma.values),
      beta: perChannel(this.beta.values),
      runningMean: perChannel(this.running.mean),
      runningVar: perChannel(this.running.variance),
      epsilon,
      momentum,
      axis: 1,
    });
    this.running = { mean: runningMean!.data as Float32Array, variance: runningVar!.data as Float32Array };
    return y as Matrix;
  }

  /** With the running statistics. */
  infer(x: Matrix): Matrix {
    const { batchNorm, epsilon } = this.#settings;
    const { y } = batchNorm.inferForward({
      x,
      gamma: perChannel(this.gamma.values),
      beta: perChannel(this.beta.values),
      mean: perChannel(this.running.mean),
      variance: perChannel(this.running.variance),
      epsilon,
      axis: 1,
    });
    return y as Matrix;
  }

  /** For the last training batch: sets the gradients of gamma and beta, returns that of x. */
  backward(dy: Matrix): Matrix {
    const { batchNorm, epsilon } = this.#settings;
    const gamma = perChannel(this.gamma.values);
    const beta = perChannel(this.beta.values);
    const { dx, dgamma, dbeta } = batchNorm.trainBackward({ dy, x: this.#x, gamma, beta, epsilon, axis: 1 });
    this.gamma.gradient.set(dgamma!.data);
    this.beta.gradient.set(dbeta!.data);
    return dx as Matrix;
  }
}
