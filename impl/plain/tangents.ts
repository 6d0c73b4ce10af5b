/**
 * Forward mode (BN-18), a channel at a time: each step gives a number and its tangent. Arithmetic is in doubles, and each result is
 * rounded once.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { InferTangent, TangentResult, TrainTangent } from '../../spec/terms/further-contract.ts';
import { Rejected } from '../../spec/terms/refusals.ts';
import { gather, scatter } from '../../spec/terms/channel-values.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { check } from './check-arguments.ts';

/** Mean and variance with their tangents. */
export interface TangentStatistics {
  readonly mean: number;
  readonly tmean: number;
  readonly variance: number;
  readonly tvariance: number;
}

/** A number and its tangent. */
export interface Dual {
  readonly value: number;
  readonly tangent: number;
}

/** Parameters of a channel, with their tangents. */
export interface TangentParameters {
  readonly gamma: number;
  readonly tgamma: number;
  readonly beta: number;
  readonly tbeta: number;
}

/** The parts that a mutant may replace. */
export interface TangentSteps {
  readonly ofBatch: (x: Float64Array, tx: Float64Array) => TangentStatistics;
  readonly given: (statistics: TangentStatistics) => TangentStatistics;
  /** 1 / √(v + ε) */
  readonly invStd: (statistics: TangentStatistics, epsilon: number) => Dual;
  readonly normalized: (x: number, tx: number, statistics: TangentStatistics, r: Dual) => Dual;
  readonly ty: (xhat: Dual, parameters: TangentParameters, r: Dual) => number;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const plainTangentSteps: TangentSteps = {
  ofBatch: (x, tx) => {
    const [mean, tmean] = [meanOf(x), meanOf(tx)];
    const d = x.map((value) => value - mean);
    const variance = meanOf(d.map((value) => value * value));
    return { mean, tmean, variance, tvariance: 2 * meanOf(d.map((value, i) => value * (tx[i] - tmean))) };
  },
  given: (statistics) => statistics,
  invStd: ({ variance, tvariance }, epsilon) => {
    const value = 1 / Math.sqrt(variance + epsilon);
    return { value, tangent: (-tvariance / 2) * value * value * value };
  },
  normalized: (x, tx, { mean, tmean }, r) => ({
    value: (x - mean) * r.value,
    tangent: (tx - tmean) * r.value + (x - mean) * r.tangent,
  }),
  ty: (xhat, { gamma, tgamma, tbeta }) => gamma * xhat.tangent + tgamma * xhat.value + tbeta,
};

/** @throws Rejected for arguments that do not fit together */
export const trainTangent = (call: TrainTangent): TangentResult => tangentWith({}, call);

/** @throws Rejected for arguments that do not fit together */
export const inferTangent = (call: InferTangent): TangentResult => tangentWith({}, call);

/** Inference where statistics are given. */
export function tangentWith(
  changes: Partial<TangentSteps>,
  call: TrainTangent & Partial<Pick<InferTangent, 'mean' | 'tmean' | 'variance' | 'tvariance'>>,
): TangentResult {
  checkTangents(call);
  const steps: TangentSteps = { ...plainTangentSteps, ...changes };
  const { x, epsilon } = call;
  const layout = layoutOf(x.shape, call.axis);
  const vector = (t: Tensor | undefined, missing: number): Float64Array =>
    t ? valuesOf(t) : new Float64Array(layout.channels).fill(missing);
  const [gammas, tgammas, betas, tbetas] = [
    vector(call.gamma, 1),
    vector(call.tgamma, 0),
    vector(call.beta, 0),
    vector(call.tbeta, 0),
  ];
  const [means, tmeans, variances, tvariances] = [call.mean, call.tmean, call.variance, call.tvariance].map((t) =>
    vector(t, 0),
  );
  const [xs, txs] = [x, call.tx].map(valuesOf);
  const [y, ty] = [new Float64Array(xs.length), new Float64Array(xs.length)];
  for (let c = 0; c < layout.channels; c++) {
    const [ofX, ofTx] = [xs, txs].map((values) => gather(values, layout, c));
    const statistics = call.mean
      ? steps.given({ mean: means[c], tmean: tmeans[c], variance: variances[c], tvariance: tvariances[c] })
      : steps.ofBatch(ofX, ofTx);
    const r = steps.invStd(statistics, epsilon);
    const parameters = { gamma: gammas[c], tgamma: tgammas[c], beta: betas[c], tbeta: tbetas[c] };
    const xhats = Array.from(ofX, (value, i) => steps.normalized(value, ofTx[i], statistics, r));
    const scatterInto = (into: Float64Array, of: (xhat: Dual) => number): void => {
      scatter(into, layout, c, Float64Array.from(xhats, of));
    };
    scatterInto(y, ({ value }) => parameters.gamma * value + parameters.beta);
    scatterInto(ty, (xhat) => steps.ty(xhat, parameters, r));
  }
  return { y: tensor(x.dtype, x.shape, y), ty: tensor(x.dtype, x.shape, ty) };
}

function checkTangents(call: TrainTangent & Partial<InferTangent>): void {
  check(call);
  const { x, axis, tx, tgamma, tbeta, tmean, tvariance } = call;
  if (tx.shape.join() !== x.shape.join()) {
    throw new Rejected(`"tx" expected the shape of "x", [${x.shape.join(', ')}], got [${tx.shape.join(', ')}]`);
  }
  for (const [name, given] of Object.entries({ tgamma, tbeta, tmean, tvariance })) {
    if (given && given.data.length !== x.shape[axis]) {
      throw new Rejected(`"${name}" expected ${x.shape[axis]} values, one per channel, got ${given.data.length}`);
    }
  }
}
