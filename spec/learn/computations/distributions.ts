/**
 * A fresh network that has learned nothing yet: the distribution of the values in its layers, with and without
 * normalization.
 */
import { type LayerRecord, layerRecord } from '../experiment/layer-measures.ts';
import { experiment } from '../experiment/settings.ts';
import type { ActivationName } from '../network/activation.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { map, zeros } from '../network/matrix.ts';
import { Network } from '../network/network.ts';
import { randomFrom } from '../network/random.ts';

export interface FreshSettings {
  readonly activation: ActivationName;
  /** Standard deviation of the weights. */
  readonly weightStd: number;
  readonly seed: number;
  readonly batchNorm?: BatchNorm;
}

const samples = 200;

/** Hidden layer by hidden layer, for one batch of standard normal input. */
export function freshLayers({ activation, weightStd, seed, batchNorm }: FreshSettings): LayerRecord[] {
  const random = randomFrom(seed);
  const { layers, units, bias, epsilon, momentum } = experiment;
  const x = map(zeros(samples, units), () => random.normal(0, 1));
  const normalization = batchNorm && { normalization: { batchNorm, epsilon, momentum } };
  const network = new Network({ inputs: units, layers, units, activation, weightStd, bias, ...normalization }, random);
  network.forward(x, 'train');
  return network.values.map((values) => layerRecord(values, activation));
}
