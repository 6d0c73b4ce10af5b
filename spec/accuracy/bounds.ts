/**
 * The error that each element of each output may have, computed from the data (chapter BN-12, where the rows are derived).
 * u is the unit roundoff of the sums, K counts roundings, η is the relative deviation of the inverse standard deviation.
 */
import type { Claims, DType, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { layoutOf } from '../terms/layout.ts';
import type { Calls, Operation, TensorName } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Truth } from '../terms/truth.ts';
import { hiddenOutputs, inDomain, type Unjudged, unjudgedOutputs } from './domain.ts';
import { constantK, elementwiseK, type Growth, updateK } from './grade.ts';
import { magnitudesOf } from './magnitudes.ts';
import { type SpreadOptions, spreadOf } from './spread.ts';

/** Absolute error allowed per element, before rounding to the storage type. Infinity: outside the domain, not judged. */
export type Bounds = Partial<Record<TensorName, Float64Array>>;

export interface BoundOptions {
  readonly grade: SpreadOptions['grade'];
  readonly claims: Claims;
  readonly growth: Growth;
}

type AnyCall = Partial<Pick<Calls['trainForward'], 'epsilon' | 'momentum'>> &
  Partial<Record<TensorName, Tensor>> & { readonly x: Tensor; readonly axis: number };

/** Bounds are themselves rounded doubles: this much margin covers it. */
const slack = 1 + 2 ** -20;

/** The type in which sums are accumulated: the claimed one, or x's own where that is wider. */
export function accumulatorOf(x: DType, claims: Claims): DType {
  return formats[claims.accumulate].precision > formats[x].precision ? claims.accumulate : x;
}

const meanOf = (at: Uint32Array, term: (index: number) => number): number => {
  let sum = 0;
  for (const index of at) sum += term(index);
  return sum / at.length;
};

/** @returns one array per output of the operation that the truth contains */
export function boundsOf<O extends Operation>(
  operation: O,
  call: Calls[O],
  truth: Truth,
  options: BoundOptions,
): Bounds {
  const { x, axis, ...rest } = call as AnyCall;
  const { epsilon = 0, momentum = 0, runningMean, runningVar } = rest;
  const { grade, claims, growth } = options;
  const format = formats[accumulatorOf(x.dtype, claims)];
  const u = format.unitRoundoff;
  const tiny = claims.subnormals === 'kept' ? format.smallestNormal : format.smallestNormal / u;
  const given = operation === 'savedBackward' ? 'inverse' : operation.startsWith('infer') ? 'variance' : 'nothing';
  const layout = layoutOf(x.shape, axis);
  const { channels, perChannel: m } = layout;
  const values = valuesOf(x);
  const dy = rest.dy && valuesOf(rest.dy);
  const gammas = rest.gamma && valuesOf(rest.gamma);
  const betas = rest.beta && valuesOf(rest.beta);
  const oldStatistics = [runningMean, runningVar].flatMap((old) => (old ? [valuesOf(old)] : []));
  const weight = claims.momentumWeights === 'new' ? momentum : 1 - momentum;
  const bessel = claims.runningVariance === 'unbiased' && m > 1 ? m / (m - 1) : 1;
  const K = constantK(m, growth);
  const ku = K * u;
  const kuElement = (given === 'nothing' ? K : elementwiseK) * u;

  const bounds: Bounds = {};
  for (const [name, exact] of Object.entries(truth.outputs))
    bounds[name as TensorName] = new Float64Array(exact.hi.length);
  const set = (name: TensorName, index: number, value: number): void => {
    const into = bounds[name];
    if (into === undefined) return;
    const exact = truth.outputs[name]?.hi[index] ?? 0;
    const bound = (value + tiny) * slack;
    if (open.has(name)) into[index] = Infinity;
    // Overflow, or 0 · ∞: nothing is known of r, and another factor happens to vanish.
    else if (Number.isFinite(exact)) into[index] = bound < format.largest ? bound : Infinity;
    else into[index] = 0;
  };
  /** Terms of the current channel. */
  let open: Unjudged;

  for (let c = 0; c < channels; c++) {
    const channel = magnitudesOf(layout, c, values, truth.channel, given !== 'nothing');
    const gamma = Math.abs(gammas?.[c] ?? 1);
    const beta = Math.abs(betas?.[c] ?? 0);
    const options = { K: given === 'nothing' ? K : elementwiseK, u, epsilon, tiny, given } as const;
    const spread = spreadOf(channel, { ...options, grade });
    // One domain for all grades.
    const stable = grade === 'stable' ? spread : spreadOf(channel, { ...options, grade: 'stable' });
    const steepest = channel.invStd * (1 + stable.eta);
    const { least } = spread;
    const { largest } = format;
    if (!inDomain(channel, { gamma, beta, epsilon, least, steepest, largest, tiny, dy, given })) {
      for (const name of Object.keys(bounds) as TensorName[]) {
        for (const index of name === 'y' || name === 'dx' ? channel.at : [c]) bounds[name]![index] = Infinity;
      }
      continue;
    }
    const running = {
      weight,
      old: oldStatistics.map((old) => old[c]),
      unbiased: claims.runningVariance === 'unbiased',
    };
    open = new Set([
      ...unjudgedOutputs(operation, channel, dy, running),
      ...hiddenOutputs(operation, channel, { x: values, dy, gamma }),
    ]);
    const { eta, size } = spread;
    const r = channel.invStd * (1 + eta);
    const xhat = (index: number): number => (values[index] - channel.mean) * channel.invStd;
    const delta = (index: number): number =>
      kuElement * r * (size + spread.sizeOf(values[index])) + Math.abs(xhat(index)) * eta;

    if (dy === undefined) {
      set('mean', c, spread.mean);
      set('variance', c, spread.variance);
      set('invStd', c, channel.invStd * eta);
      if (runningMean) set('runningMean', c, runningError(valuesOf(runningMean)[c], channel.mean, spread.mean));
      if (runningVar) {
        set(
          'runningVar',
          c,
          runningError(valuesOf(runningVar)[c], bessel * channel.variance, bessel * spread.variance),
        );
      }
      for (const index of channel.at) set('y', index, gamma * delta(index) + kuElement * beta);
    } else {
      const absDy = meanOf(channel.at, (i) => Math.abs(dy[i]) + tiny);
      // In Σ(dy·x) - μ·Σdy the error of an own mean is added to those of the sums.
      const ofMean = given === 'nothing' ? size * Math.abs(meanOf(channel.at, (i) => dy[i])) : 0;
      const dots = meanOf(channel.at, (i) => (Math.abs(dy[i]) + tiny) * (size + spread.sizeOf(values[i]))) + ofMean;
      const absDyXhat = meanOf(channel.at, (i) => Math.abs(dy[i] * xhat(i)));
      const dyXhat = Math.abs(meanOf(channel.at, (i) => dy[i] * xhat(i)));
      const P = ku * r * dots + eta * absDyXhat;
      set('dbeta', c, ku * m * absDy);
      set('dgamma', c, m * P);
      for (const index of channel.at) {
        const g = Math.abs(dy[index]) + tiny;
        if (given === 'variance') {
          set('dx', index, gamma * r * g * (kuElement + eta));
          continue;
        }
        const d = ku * r * (size + spread.sizeOf(values[index])) + Math.abs(xhat(index)) * eta;
        const terms = ku * (g + absDy) + Math.abs(xhat(index)) * P + d * dyXhat + d * P;
        const dx = truth.outputs.dx?.hi[index] ?? 0;
        set('dx', index, gamma * r * terms + eta * Math.abs(dx));
      }
    }
  }
  return bounds;

  /** (1-α)·r + α·b, r + α·(b-r) and b + (1-α)·(r-b) are legitimate, so both values count in full. */
  function runningError(old: number, statistic: number, error: number): number {
    return updateK * u * (Math.abs(old) + Math.abs(statistic) + error) + weight * error;
  }
}
