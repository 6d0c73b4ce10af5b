/**
 * The gradient of the training gradient (BN-17), a channel at a time: gather, compute, scatter. Arithmetic is in doubles, and each
 * result is rounded once.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { DoubleBackward, DoubleBackwardResult } from '../../spec/terms/further-contract.ts';
import { gather, scatter } from '../../spec/terms/channel-values.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { checkDoubleBackward } from './check-double-backward.ts';

/** g - mean(g) - x̂·mean(g·x̂), and mean(g·x̂). */
export interface Projection {
  readonly values: Float64Array;
  readonly along: number;
}

/** One channel, and what its results are made of. */
export interface SecondChannel {
  readonly m: number;
  readonly gamma: number;
  readonly ddgamma: number;
  readonly ddbeta: number;
  /** 1 / √(v + ε) */
  readonly r: number;
  readonly xhat: Float64Array;
  readonly dy: Float64Array;
  readonly ddx: Float64Array;
  /** Q(dy) and Q(ddx). */
  readonly projectedDy: Projection;
  readonly projectedDdx: Projection;
  /** mean(ddx · projected dy). Projecting ddx, too, would be wrong: with epsilon, a projection taken twice is another. */
  readonly product: number;
}

export interface Standardized {
  readonly xhat: Float64Array;
  readonly r: number;
}

/** The parts that a mutant may replace. */
export interface SecondSteps {
  readonly standardize: (x: Float64Array, epsilon: number) => Standardized;
  readonly project: (g: Float64Array, xhat: Float64Array) => Projection;
  readonly ddy: (channel: SecondChannel, i: number) => number;
  /** Gradient of Σ ddx·dx by x, over -γ·r². */
  readonly curved: (channel: SecondChannel, i: number) => number;
  readonly dx: (channel: SecondChannel, i: number, curved: number) => number;
  readonly dgamma: (channel: SecondChannel) => number;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: Float64Array): number => sumOf(values) / values.length;

export const plainSecondSteps: SecondSteps = {
  standardize: (x, epsilon) => {
    const mean = meanOf(x);
    const r = 1 / Math.sqrt(meanOf(x.map((value) => (value - mean) ** 2)) + epsilon);
    return { r, xhat: x.map((value) => (value - mean) * r) };
  },
  project: (g, xhat) => {
    const mean = meanOf(g);
    const along = meanOf(g.map((value, i) => (value - mean) * xhat[i]));
    return { along, values: g.map((value, i) => value - mean - xhat[i] * along) };
  },
  ddy: ({ gamma, r, projectedDdx, ddgamma, ddbeta, xhat }, i) =>
    gamma * r * projectedDdx.values[i] + ddgamma * xhat[i] + ddbeta,
  curved: ({ xhat, product, projectedDy, projectedDdx }, i) =>
    xhat[i] * product + projectedDy.along * projectedDdx.values[i] + projectedDdx.along * projectedDy.values[i],
  dx: ({ gamma, r, ddgamma, projectedDy }, i, curved) => ddgamma * r * projectedDy.values[i] - gamma * r * r * curved,
  dgamma: ({ m, r, product }) => m * r * product,
};

/** @throws Rejected for arguments that do not fit together, and where no cotangent is given */
export const doubleBackward = (call: DoubleBackward): DoubleBackwardResult => doubleBackwardWith({}, call);

export function doubleBackwardWith(changes: Partial<SecondSteps>, call: DoubleBackward): DoubleBackwardResult {
  checkDoubleBackward(call);
  const steps: SecondSteps = { ...plainSecondSteps, ...changes };
  const { x, dy, ddx, epsilon } = call;
  const layout = layoutOf(x.shape, call.axis);
  const { channels, perChannel: m } = layout;
  const vector = (t: Tensor | undefined, missing: number): Float64Array =>
    t ? valuesOf(t) : new Float64Array(channels).fill(missing);
  const [xs, dys, ddxs] = [x, dy, ddx].map((t) => (t ? valuesOf(t) : new Float64Array(x.data.length)));
  const [gammas, ddgammas, ddbetas] = [vector(call.gamma, 1), vector(call.ddgamma, 0), vector(call.ddbeta, 0)];
  const [outDdy, outDx] = [new Float64Array(xs.length), new Float64Array(xs.length)];
  const outDgamma = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    const [ofX, ofDy, ofDdx] = [xs, dys, ddxs].map((values) => gather(values, layout, c));
    const { xhat, r } = steps.standardize(ofX, epsilon);
    const [projectedDy, projectedDdx] = [ofDy, ofDdx].map((g) => steps.project(g, xhat));
    const channel: SecondChannel = {
      m,
      gamma: gammas[c],
      ddgamma: ddgammas[c],
      ddbeta: ddbetas[c],
      r,
      xhat,
      dy: ofDy,
      ddx: ofDdx,
      projectedDy,
      projectedDdx,
      product: meanOf(ofDdx.map((value, i) => value * projectedDy.values[i])),
    };
    scatter(
      outDdy,
      layout,
      c,
      xhat.map((_, i) => steps.ddy(channel, i)),
    );
    scatter(
      outDx,
      layout,
      c,
      xhat.map((_, i) => steps.dx(channel, i, steps.curved(channel, i))),
    );
    outDgamma[c] = steps.dgamma(channel);
  }
  return {
    ddy: tensor(x.dtype, x.shape, outDdy),
    dx: tensor(x.dtype, x.shape, outDx),
    dgamma: tensor((call.gamma ?? x).dtype, [channels], outDgamma),
  };
}
