/**
 * Batch normalization in doubles, each step of which may be replaced: wrong answers are compared with those of one wrong step.
 * Each output is rounded once.
 */
import { accumulatorOf } from '../../accuracy/bounds.ts';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { elementOf, type Layout, layoutOf } from '../../terms/layout.ts';
import type { AnyCall, NamedTensors } from '../../terms/named-tensors.ts';
import type { Operation } from '../../terms/operations.ts';
import { tensor, valuesOf } from '../../terms/tensor.ts';

export type Column = Float64Array;

/** One channel of a call, as far as a step may know it. */
export interface Channel {
  readonly operation: Operation;
  readonly call: AnyCall;
  readonly claims: Claims;
  readonly layout: Layout;
  readonly c: number;
  /** All of x, and of the channel. */
  readonly all: Float64Array;
  readonly x: Column;
  readonly dy?: Column;
  /** Absent where it is not given. */
  readonly gamma?: number;
  readonly epsilon: number;
  readonly momentum: number;
}

export interface Statistics {
  readonly mean: number;
  readonly variance: number;
  readonly r: number;
}

export type Given = 'mean' | 'variance' | 'invStd' | 'dgamma' | 'dbeta';

export interface Gradients {
  readonly dy: Column;
  readonly hat: Column;
  readonly x: Column;
  readonly gamma: number;
  readonly statistics: Statistics;
  readonly dgamma: number;
  readonly dbeta: number;
}

export interface Steps {
  /** x before statistics are taken; y and dx use it as well. */
  readonly read: (x: Column, k: Channel) => Column;
  /** The values of the channel that statistics are taken of. */
  readonly counted: (x: Column, k: Channel) => Column;
  readonly mean: (x: Column, k: Channel) => number;
  readonly variance: (x: Column, mean: number, k: Channel) => number;
  readonly epsilon: (epsilon: number, k: Channel) => number;
  readonly invStd: (variance: number, epsilon: number, k: Channel) => number;
  /** An inverse standard deviation that is given, where dx is scaled by it. */
  readonly scale: (r: number, k: Channel) => number;
  readonly gamma: (gamma: Float64Array | undefined, k: Channel, i: number) => number;
  readonly beta: (beta: Float64Array | undefined, k: Channel, i: number) => number;
  /** In the place of c: the channel whose statistics, gamma and beta an element takes in inference. */
  readonly channel: (k: Channel, i: number) => number;
  readonly y: (x: number, s: Statistics, gamma: number, beta: number, k: Channel) => number;
  readonly bessel: (variance: number, k: Channel) => number;
  readonly update: (old: number, statistic: number, weight: number, k: Channel) => number;
  readonly sum: (terms: Column, k: Channel, which: 'dbeta' | 'dgamma') => number;
  readonly dx: (g: Gradients, k: Channel) => Column;
  /** A number per channel that is returned; others are computed from the right one. */
  readonly give: (value: number, name: Given, k: Channel, statistics: Statistics) => number;
  readonly store: (value: number, type: DType) => number;
  /** Position that an element of y or dx is written to. */
  readonly position: (index: number, shape: readonly number[]) => number;
}

const plus = (a: number, b: number): number => a + b;
export const sumOf = (values: ArrayLike<number> & { reduce: Column['reduce'] }): number => values.reduce(plus, 0);
export const meanOf = (x: Column): number => sumOf(x) / x.length;
export const squaresOf = (x: Column, mean: number): number => x.reduce((sum, value) => sum + (value - mean) ** 2, 0);

const isInference = (operation: Operation): boolean => operation === 'inferForward' || operation === 'inferBackward';

export const rightSteps: Steps = {
  read: (x) => x,
  counted: (x) => x,
  mean: meanOf,
  variance: (x, mean) => squaresOf(x, mean) / x.length,
  epsilon: (epsilon) => epsilon,
  invStd: (variance, epsilon) => 1 / Math.sqrt(variance + epsilon),
  scale: (r) => r,
  gamma: (gamma, { c }) => (gamma ? gamma[c] : 1),
  beta: (beta, { c }) => (beta ? beta[c] : 0),
  channel: ({ c }) => c,
  y: (x, { mean, r }, gamma, beta) => gamma * ((x - mean) * r) + beta,
  bessel: (variance, { layout: { perChannel: m }, claims }) =>
    claims.runningVariance === 'unbiased' && m > 1 ? (variance * m) / (m - 1) : variance,
  update: (old, statistic, weight) => (1 - weight) * old + weight * statistic,
  sum: (terms) => sumOf(terms),
  dx: ({ dy, hat, gamma, statistics: { r }, dgamma, dbeta }, { operation }) =>
    isInference(operation)
      ? dy.map((d) => gamma * r * d)
      : dy.map((d, i) => gamma * r * (d - dbeta / dy.length - (hat[i] * dgamma) / dy.length)),
  give: (value) => value,
  store: (value) => value,
  position: (index) => index,
};

const statisticType = ({ x, runningMean, runningVar }: AnyCall, claims: Claims): DType =>
  (runningMean ?? runningVar)?.dtype ?? accumulatorOf(x.dtype, claims);

/** The answer of these steps to a call. */
export function answerOf(changes: Partial<Steps>, operation: Operation, call: AnyCall, claims: Claims): NamedTensors {
  const steps = { ...rightSteps, ...changes };
  const layout = layoutOf(call.x.shape, call.axis);
  const of = (name: keyof NamedTensors): Float64Array | undefined => {
    const t = call[name];
    return t && valuesOf(t);
  };
  const given = {
    all: of('x') as Float64Array,
    dy: of('dy'),
    gamma: of('gamma'),
    beta: of('beta'),
    mean: of('mean'),
    variance: of('variance'),
    invStd: of('invStd'),
    oldMean: of('runningMean'),
    oldVar: of('runningVar'),
  };
  const { epsilon = 0, momentum = 0 } = call;
  const weight = claims.momentumWeights === 'new' ? momentum : 1 - momentum;
  const vector = (): Float64Array => new Float64Array(layout.channels);
  const out = {
    whole: new Float64Array(given.all.length),
    mean: vector(),
    variance: vector(),
    invStd: vector(),
    runningMean: vector(),
    runningVar: vector(),
    dgamma: vector(),
    dbeta: vector(),
  };
  for (let c = 0; c < layout.channels; c++) {
    const column = (values: Float64Array): Column =>
      Float64Array.from({ length: layout.perChannel }, (_, i) => values[elementOf(layout, c, i)]);
    const k: Channel = {
      operation,
      call,
      claims,
      layout,
      c,
      all: given.all,
      x: column(given.all),
      epsilon,
      momentum,
      ...(given.dy && { dy: column(given.dy) }),
      ...(given.gamma && { gamma: given.gamma[c] }),
    };
    const x = steps.read(k.x, k);
    const counted = given.mean ? x : steps.counted(x, k);
    const mean = given.mean ? given.mean[c] : steps.mean(counted, k);
    const variance = given.variance
      ? given.variance[c]
      : given.invStd
        ? given.invStd[c] ** -2
        : steps.variance(counted, mean, k);
    const r = given.invStd ? given.invStd[c] : steps.invStd(variance, steps.epsilon(epsilon, k), k);
    const statistics = { mean, variance, r };
    const ofDx = { mean, variance, r: given.dy ? steps.scale(r, k) : r };
    const give = (value: number, name: Given): number => steps.give(value, name, k, statistics);
    [out.mean[c], out.variance[c], out.invStd[c]] = [give(mean, 'mean'), give(variance, 'variance'), give(r, 'invStd')];
    if (given.dy === undefined) {
      const [givenMean, givenVariance] = [given.mean, given.variance];
      for (let i = 0; i < x.length; i++) {
        const at = givenMean ? steps.channel(k, i) : c;
        const taken =
          at === c || !givenMean || !givenVariance
            ? statistics
            : {
                mean: givenMean[at],
                variance: givenVariance[at],
                r: steps.invStd(givenVariance[at], steps.epsilon(epsilon, k), k),
              };
        const of = at === c ? k : { ...k, c: at };
        out.whole[elementOf(layout, c, i)] = steps.y(
          x[i],
          taken,
          steps.gamma(given.gamma, of, i),
          steps.beta(given.beta, of, i),
          k,
        );
      }
      if (given.oldMean) out.runningMean[c] = steps.update(given.oldMean[c], mean, weight, k);
      if (given.oldVar) out.runningVar[c] = steps.update(given.oldVar[c], steps.bessel(variance, k), weight, k);
      continue;
    }
    const dy = k.dy as Column;
    const hat = x.map((value) => (value - mean) * r);
    const dbeta = steps.sum(dy, k, 'dbeta');
    const dgamma = steps.sum(
      dy.map((d, i) => d * hat[i]),
      k,
      'dgamma',
    );
    [out.dgamma[c], out.dbeta[c]] = [give(dgamma, 'dgamma'), give(dbeta, 'dbeta')];
    const gamma = steps.gamma(given.gamma, k, 0);
    const dx = steps.dx({ dy, hat, x, gamma, statistics: ofDx, dgamma, dbeta }, k);
    for (let i = 0; i < x.length; i++) out.whole[elementOf(layout, c, i)] = dx[i];
  }
  const stored = new Float64Array(out.whole.length);
  for (const [i, value] of out.whole.entries())
    stored[steps.position(i, call.x.shape)] = steps.store(value, call.x.dtype);
  const whole = tensor(call.x.dtype, call.x.shape, stored);
  const per = (type: DType, values: Float64Array): Tensor => tensor(type, [layout.channels], values);
  if (given.dy !== undefined) {
    const type = (call.gamma ?? call.x).dtype;
    return { dx: whole, dgamma: per(type, out.dgamma), dbeta: per(type, out.dbeta) };
  }
  if (operation === 'inferForward') return { y: whole };
  const type = statisticType(call, claims);
  return {
    y: whole,
    mean: per(type, out.mean),
    variance: per(type, out.variance),
    invStd: per(type, out.invStd),
    ...(call.runningMean && { runningMean: per(call.runningMean.dtype, out.runningMean) }),
    ...(call.runningVar && { runningVar: per(call.runningVar.dtype, out.runningVar) }),
  };
}
