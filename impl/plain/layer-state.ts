/** The state of a layer (BN-15) as data. */
import type { LayerConfig, LayerState, Tensor } from '../../spec/terms/contract.ts';
import { copyOf, tensor } from '../../spec/terms/tensor.ts';

/** A vector of the layer's own type. */
export const vectorOf = ({ channels, parameterDtype }: LayerConfig, value: number): Tensor =>
  tensor(parameterDtype, [channels], new Float64Array(channels).fill(value));

/** The state of a new layer. */
export function newState(config: LayerConfig): LayerState {
  const { affine, trackRunningStats } = config;
  const vector = (value: number): Tensor => vectorOf(config, value);
  return {
    ...(affine && { gamma: vector(1), beta: vector(0) }),
    ...(trackRunningStats && { runningMean: vector(0), runningVar: vector(1), count: 0 }),
  };
}

/** It shares no memory with the state. */
export function copyOfState({ gamma, beta, runningMean, runningVar, count }: LayerState): LayerState {
  return {
    ...(gamma && { gamma: copyOf(gamma) }),
    ...(beta && { beta: copyOf(beta) }),
    ...(runningMean && { runningMean: copyOf(runningMean) }),
    ...(runningVar && { runningVar: copyOf(runningVar) }),
    ...(count !== undefined && { count }),
  };
}
