/** Trains one network and records every epoch. */
import type { ActivationName } from '../network/activation.ts';
import { Adam } from '../network/adam.ts';
import type { BatchNorm } from '../network/batch-normalization.ts';
import { meanSquaredError, meanSquaredErrorGradient } from '../network/loss.ts';
import { type Matrix, rowsOf } from '../network/matrix.ts';
import { Network } from '../network/network.ts';
import { type Random, randomFrom } from '../network/random.ts';
import { type Data, parabola } from './training-data.ts';
import { type LayerRecord, layerRecord } from './layer-measures.ts';
import { experiment } from './settings.ts';

export interface EpochRecord {
  readonly epoch: number;
  /** Mean squared error on the test points, in inference mode. */
  readonly loss: number;
  /** Predictions at the test points, in inference mode. */
  readonly fit: readonly number[];
  /** Hidden layers, with the test points as one training batch. */
  readonly layers: readonly LayerRecord[];
}

export interface TrainSettings {
  readonly activation: ActivationName;
  readonly seed: number;
  /** Absent: without batch normalization. */
  readonly batchNorm?: BatchNorm;
}

/**
 * Training points, test points and random numbers of training: the same for the same seed, with and without batch
 * normalization.
 */
export function prepare(seed: number): { random: Random; training: Data; test: Data } {
  const random = randomFrom(seed);
  return { training: parabola(experiment.points, random), test: parabola(experiment.testPoints, random), random };
}

/** One record before training and one after each epoch. */
export function* train({ activation, seed, batchNorm }: TrainSettings): Generator<EpochRecord, Network> {
  const { layers, units, weightStd, bias, epsilon, momentum, rate, epochs } = experiment;
  const { random, training, test } = prepare(seed);
  const normalization = batchNorm && { batchNorm, epsilon, momentum };
  const network = new Network(
    { inputs: 1, layers, units, activation, weightStd, bias, ...(normalization && { normalization }) },
    random,
  );
  const adam = new Adam(network.parameters, rate);
  yield recordOf(network, test, activation, 0);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    trainEpoch(network, adam, training, random);
    yield recordOf(network, test, activation, epoch);
  }
  return network;
}

/** All training points once, in random order. */
export function trainEpoch(network: Network, adam: Adam, { x, y }: Data, random: Random): void {
  const order = random.permutation(x.shape[0]);
  for (let start = 0; start < order.length; start += experiment.batch) {
    const batch = order.slice(start, start + experiment.batch);
    const prediction = network.forward(rowsOf(x, batch), 'train');
    network.backward(meanSquaredErrorGradient(prediction, rowsOf(y, batch)));
    adam.step();
  }
}

function recordOf(network: Network, test: Data, activation: ActivationName, epoch: number): EpochRecord {
  const prediction = network.forward(test.x, 'infer');
  return {
    epoch,
    loss: meanSquaredError(prediction, test.y),
    fit: Array.from(prediction.data),
    layers: valuesInTraining(network, test.x).map((values) => layerRecord(values, activation)),
  };
}

/** The values as a training batch would see them. */
function valuesInTraining(network: Network, x: Matrix): Network['values'] {
  return network.undisturbed(() => {
    network.forward(x, 'train');
    return network.values;
  });
}
