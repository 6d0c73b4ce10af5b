/** A stack of hidden layers, each fully connected → batch normalization (or not) → activation, and a linear output. */
import { type Activation, activationOf, type ActivationName } from './activation.ts';
import { BatchNormalization, type BatchNormSettings } from './batch-normalization.ts';
import { FullyConnected } from './fully-connected.ts';
import { map, type Matrix } from './matrix.ts';
import type { Parameter } from './parameter.ts';
import type { Random } from './random.ts';

export interface NetworkSettings {
  readonly inputs: number;
  readonly layers: number;
  readonly units: number;
  readonly activation: ActivationName;
  readonly weightStd: number;
  readonly bias: number;
  /** Absent: without batch normalization. Present: on the input and in every hidden layer. */
  readonly normalization?: BatchNormSettings;
}

/** The values of one hidden layer for one batch. */
export interface LayerValues {
  readonly before: Matrix;
  readonly after: Matrix;
}

interface Hidden {
  readonly connected: FullyConnected;
  readonly normalization: BatchNormalization | undefined;
}

export class Network {
  readonly inputNormalization: BatchNormalization | undefined;
  readonly hidden: readonly Hidden[];
  readonly output: FullyConnected;
  readonly #activation: Activation;
  /** Gradients for the last batch, hidden layer by hidden layer. */
  values: LayerValues[] = [];

  constructor({ inputs, layers, units, activation, weightStd, bias, normalization }: NetworkSettings, random: Random) {
    const weight = (): number => random.normal(0, weightStd);
    const normalize = (width: number): BatchNormalization | undefined =>
      normalization && new BatchNormalization(width, normalization);
    this.#activation = activationOf[activation];
    this.inputNormalization = normalize(inputs);
    this.hidden = Array.from({ length: layers }, (_, i) => ({
      connected: new FullyConnected(i === 0 ? inputs : units, units, weight, bias),
      normalization: normalize(units),
    }));
    this.output = new FullyConnected(units, 1, weight, bias);
  }

  /** x[rows, inputs] → [rows, 1]. `train` normalizes with the statistics of this batch, `infer` with the running ones. */
  forward(x: Matrix, mode: 'train' | 'infer'): Matrix {
    this.values = [];
    let flow = this.inputNormalization?.[mode](x) ?? x;
    for (const { connected, normalization } of this.hidden) {
      const sum = connected.forward(flow);
      const before = normalization?.[mode](sum) ?? sum;
      flow = map(before, this.#activation.value);
      this.values.push({ before, after: flow });
    }
    return this.output.forward(flow);
  }

  /** For the last training batch: sets the gradient of every parameter. */
  backward(dy: Matrix): void {
    let flow = this.output.backward(dy);
    for (const [i, { connected, normalization }] of [...this.hidden.entries()].toReversed()) {
      const { after } = this.values[i];
      const past = map(flow, (g, at) => g * this.#activation.slope(after.data[at]));
      flow = connected.backward(normalization?.backward(past) ?? past);
    }
    this.inputNormalization?.backward(flow);
  }

  /** Result of `look`; leaves the running statistics unchanged. */
  undisturbed<T>(look: () => T): T {
    const normalizations = [this.inputNormalization, ...this.hidden.map(({ normalization }) => normalization)];
    const kept = normalizations.map((layer) => layer?.running);
    const seen = look();
    for (const [i, layer] of normalizations.entries()) if (layer) layer.running = kept[i]!;
    return seen;
  }

  get parameters(): Parameter[] {
    const normalizations = [this.inputNormalization, ...this.hidden.map(({ normalization }) => normalization)];
    return [
      ...normalizations.flatMap((layer) => (layer ? [layer.gamma, layer.beta] : [])),
      ...[...this.hidden.map(({ connected }) => connected), this.output].flatMap(({ weight, bias }) => [weight, bias]),
    ];
  }
}
