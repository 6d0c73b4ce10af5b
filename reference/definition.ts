/**
 * The definition of batch normalization, for reading: decimal arithmetic of a chosen precision, and the formulas as in
 * the specification, one file per chapter in `definition/`. This file applies them to tensors, channel by channel. It
 * is slow, it rounds each step to the precision, and it does not handle special values: use the oracle for those.
 */
import type { Decimal } from 'decimal.js';
import type { Conventions, Tensor } from '../spec/terms/contract.ts';
import { elementOf, layoutOf, type Layout } from '../spec/terms/layout.ts';
import type { Calls, Operation, TensorName } from '../spec/terms/operations.ts';
import { valuesOf } from '../spec/terms/tensor.ts';
import { inferBackward, savedBackward, trainBackward, type Gradient } from './definition/gradient.ts';
import { inferForward, trainForward, type Affine } from './definition/normalize.ts';
import { decimals, exactly, type Numbers } from './definition/decimal-numbers.ts';
import { blend, varianceForRunning } from './definition/running.ts';
import { inverseStandardDeviation, mean, variance } from './definition/statistics.ts';

/** Values by flat index, or by channel. */
export type Defined = Readonly<Partial<Record<TensorName, readonly Decimal[]>>>;

/**
 * All outputs of a call with finite inputs and v + ε > 0.
 * @param precision - significant digits of every step, at most 100: inputs are read to 100
 */
export function define<O extends Operation>(
  operation: O,
  call: Calls[O],
  conventions: Conventions,
  precision: number,
): Defined {
  const D = decimals(precision);
  const layout = layoutOf(call.x.shape, call.axis);
  const doubles = new Map<Tensor, Float64Array>();
  const outputs: Partial<Record<TensorName, Decimal[]>> = {};
  const put = (name: TensorName, c: number, value: Decimal | Decimal[]): void => {
    const all = (outputs[name] ??= []);
    if (!Array.isArray(value)) all[c] = value;
    else for (let i = 0; i < value.length; i++) all[elementOf(layout, c, i)] = value[i];
  };
  for (let c = 0; c < layout.channels; c++) {
    const values = channels[operation](D, new Channel(D, layout, c, doubles), call, conventions);
    for (const [name, value] of Object.entries(values)) put(name as TensorName, c, value);
  }
  return outputs;
}

/** Reads one channel of the tensors of a call. */
class Channel {
  readonly #D: Numbers;
  readonly #layout: Layout;
  readonly #c: number;
  readonly #doubles: Map<Tensor, Float64Array>;

  constructor(D: Numbers, layout: Layout, c: number, doubles: Map<Tensor, Float64Array>) {
    this.#D = D;
    this.#layout = layout;
    this.#c = c;
    this.#doubles = doubles;
  }

  values(t: Tensor): Decimal[] {
    const all = this.#read(t);
    return Array.from({ length: this.#layout.perChannel }, (_, i) =>
      exactly(this.#D, all[elementOf(this.#layout, this.#c, i)]),
    );
  }

  value(t: Tensor | undefined, missing: number): Decimal {
    return exactly(this.#D, t ? this.#read(t)[this.#c] : missing);
  }

  #read(t: Tensor): Float64Array {
    const known = this.#doubles.get(t) ?? valuesOf(t);
    this.#doubles.set(t, known);
    return known;
  }

  affine(call: { readonly gamma?: Tensor; readonly beta?: Tensor }): Affine {
    return { gamma: this.value(call.gamma, 1), beta: this.value(call.beta, 0) };
  }
}

type Values = Partial<Record<TensorName, Decimal | Decimal[]>>;

type OfChannel<O extends Operation> = (D: Numbers, read: Channel, call: Calls[O], conventions: Conventions) => Values;

const channels: { [O in Operation]: OfChannel<O> } = {
  trainForward(D, read, call, conventions) {
    const x = read.values(call.x);
    const epsilon = exactly(D, call.epsilon);
    const momentum = exactly(D, call.momentum);
    const v = variance(D, x);
    const fresh = varianceForRunning(v, x.length, conventions);
    return {
      y: trainForward(D, x, read.affine(call), epsilon),
      mean: mean(D, x),
      variance: v,
      invStd: inverseStandardDeviation(D, v, epsilon),
      ...(call.runningMean && {
        runningMean: blend(D, read.value(call.runningMean, 0), mean(D, x), momentum, conventions),
      }),
      ...(call.runningVar && {
        runningVar: blend(D, read.value(call.runningVar, 1), fresh, momentum, conventions),
      }),
    };
  },

  inferForward(D, read, call) {
    const running = { mean: read.value(call.mean, 0), variance: read.value(call.variance, 1) };
    return { y: inferForward(D, read.values(call.x), running, read.affine(call), exactly(D, call.epsilon)) };
  },

  trainBackward(D, read, call) {
    const { gamma } = read.affine(call);
    return named(trainBackward(D, read.values(call.dy), read.values(call.x), gamma, exactly(D, call.epsilon)));
  },

  inferBackward(D, read, call) {
    const running = { mean: read.value(call.mean, 0), variance: read.value(call.variance, 1) };
    const { gamma } = read.affine(call);
    const epsilon = exactly(D, call.epsilon);
    return named(inferBackward(D, read.values(call.dy), read.values(call.x), running, gamma, epsilon));
  },

  savedBackward(D, read, call) {
    const saved = { mean: read.value(call.mean, 0), invStd: read.value(call.invStd, 1) };
    const gamma = read.value(call.gamma, 1);
    return named(savedBackward(D, read.values(call.dy), read.values(call.x), saved, gamma));
  },
};

function named({ dx, dgamma, dbeta }: Gradient): Values {
  return { dx, dgamma, dbeta };
}
