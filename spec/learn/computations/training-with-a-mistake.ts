/** Effect of a mistake on a small network: the same training, once right and once with the mistake. */
import { type Data, parabola } from '../experiment/training-data.ts';
import { experiment } from '../experiment/settings.ts';
import { trainEpoch } from '../experiment/train.ts';
import { Adam } from '../network/adam.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { meanSquaredError } from '../network/loss.ts';
import { columnOf, type Matrix } from '../network/matrix.ts';
import { Network } from '../network/network.ts';
import { randomFrom } from '../network/random.ts';

export const small = {
  points: 1024,
  testPoints: 60,
  layers: 3,
  units: 10,
  epochs: 10,
  momentum: 0.1,
  weightStd: 0.5,
} as const;

export interface Consequence {
  /** Mean squared error before training and after each epoch, with the statistics of the batch. */
  readonly training: readonly number[];
  /** The same in inference. */
  readonly inference: readonly number[];
  readonly x: readonly number[];
  /** Predictions after training, for one point at a time, as a network in use makes them. */
  readonly fit: readonly number[];
  readonly target: readonly number[];
}

export function consequenceOf(batchNorm: BatchNorm, seed: number, epsilon: number): Consequence {
  const random = randomFrom(seed);
  const data = parabola(small.points, random);
  const test = parabola(small.testPoints, random);
  const { layers, units, momentum, epochs, weightStd } = small;
  const { bias, rate } = experiment;
  const normalization = { batchNorm, epsilon, momentum };
  const network = new Network({ inputs: 1, layers, units, activation: 'relu', weightStd, bias, normalization }, random);
  const adam = new Adam(network.parameters, rate);
  const training: number[] = [];
  const inference: number[] = [];
  const measure = (): void => {
    inference.push(meanSquaredError(oneByOne(network, test.x), test.y));
    training.push(lossOfBatch(network, test));
  };
  measure();
  for (let epoch = 0; epoch < epochs; epoch++) {
    trainEpoch(network, adam, data, random);
    measure();
  }
  const numbers = ({ data: values }: Matrix): number[] => Array.from(values);
  return { training, inference, x: numbers(test.x), fit: numbers(oneByOne(network, test.x)), target: numbers(test.y) };
}

function oneByOne(network: Network, x: Matrix): Matrix {
  return columnOf(Array.from(x.data, (value) => network.forward(columnOf([value]), 'infer').data[0]));
}

function lossOfBatch(network: Network, { x, y }: Data): number {
  return network.undisturbed(() => meanSquaredError(network.forward(x, 'train'), y));
}
