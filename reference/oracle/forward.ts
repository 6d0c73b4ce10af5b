/** Training and inference forward, exactly. */
import type { Conventions, InferForward, Tensor, TrainForward } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import type { Truth } from '../../spec/terms/truth.ts';
import { blended, estimator, scaled, scaleOf, type Scale } from '../exact/channel-outputs.ts';
import { meanOf, varianceOf } from '../exact/sums.ts';
import { one, rational, sign, type Rational } from '../exact/rational.ts';
import { surd, type Exact } from '../exact/surd.ts';
import { affineElements, givenElements, type Frame, type Input } from './elements.ts';
import { affineOf, centredScaled, sumOf } from './special-values.ts';
import { measure, measureSquares } from './channel-sums.ts';
import { readerOf } from './channel-reader.ts';
import { approximation, ChannelTensor, ElementTensor, type CertifiedTensor, type Elements } from './exact-tensors.ts';

/** Truth whose outputs can be certified one by one. */
export interface CertifiedTruth extends Truth {
  readonly outputs: Readonly<Partial<Record<keyof Truth['outputs'], CertifiedTensor>>>;
}

/** The values of a parameter, or a constant where it is missing. */
export function parameter(given: Tensor | undefined, channels: number, missing: number): Float64Array {
  return given ? Float64Array.from(valuesOf(given)) : new Float64Array(channels).fill(missing);
}

/** The double nearest to the value. */
export function double(value: Exact): number {
  return approximation(value).hi;
}

/** Statistics of a channel as exact values, or as doubles where they are not finite. */
export interface Statistics {
  readonly mean: Exact;
  readonly variance: Exact;
  readonly invStd: Exact;
  /** Absent where an element of the channel cannot be a number. */
  readonly frame: Frame | undefined;
}

/** 1/√(v + ε) where that is a number. */
export function inverseStd(variance: number, epsilon: number): { value: Exact; scale: Scale | undefined } {
  if (!Number.isFinite(variance)) return { value: 1 / Math.sqrt(variance), scale: undefined };
  const scale = scaleOf(rational(variance), rational(epsilon));
  const side = sign(scale.w);
  if (side > 0) return { value: scaled(scale, one), scale };
  return { value: side === 0 ? Infinity : NaN, scale: undefined };
}

/** The statistics of a channel of the batch, from exact sums. */
export function batchStatistics(sumX: Rational, sumXX: Rational, m: number, epsilon: number): Statistics {
  const mean = meanOf(sumX, m);
  const variance = varianceOf(sumX, sumXX, m);
  const scale = scaleOf(variance, rational(epsilon));
  const constant = sign(scale.w) === 0;
  return {
    mean: surd(mean),
    variance: surd(variance),
    invStd: constant ? Infinity : scaled(scale, one),
    frame: constant ? undefined : { mean, scale },
  };
}

/** The statistics of a channel with NaN or infinite values. */
export function specialStatistics(x: Input, m: number): Statistics {
  const mean = sumOf(m, (i) => x.reader.at(x.c, i));
  return { mean, variance: NaN, invStd: NaN, frame: undefined };
}

/** Elements of y in a channel with this frame, whatever γ and β. */
export function normalizedElements(x: Input, frame: Frame, gamma: number, beta: number): Elements {
  const mean = double(surd(frame.mean));
  const r = double(scaled(frame.scale, one));
  const special = (xi: number): number => affineOf(centredScaled(xi, mean, r), gamma, beta);
  if (Number.isFinite(gamma) && Number.isFinite(beta)) {
    return affineElements(x, frame, rational(gamma), beta, special);
  }
  const xhat = affineElements(x, frame, one, 0, (xi) => centredScaled(xi, mean, r));
  return givenElements((i) => affineOf(double(xhat.exact(i)), gamma, beta));
}

/** ρ′ where one of the operands is not finite. */
function blendedSpecially(old: number, statistic: number, momentum: number, conventions: Conventions): number {
  const [fresh, kept] = conventions.momentumWeights === 'new' ? [momentum, 1 - momentum] : [1 - momentum, momentum];
  return kept * old + fresh * statistic;
}

function running(
  old: number,
  statistic: Exact,
  momentum: number,
  conventions: Conventions,
  correct: (value: Rational) => Rational,
): Exact {
  if (typeof statistic === 'number' || !Number.isFinite(old)) {
    return blendedSpecially(old, double(statistic), momentum, conventions);
  }
  return surd(blended(rational(old), correct(statistic.p), momentum, conventions));
}

export function trainForward(call: TrainForward, conventions: Conventions): CertifiedTruth {
  const layout = layoutOf(call.x.shape, call.axis);
  const { channels, perChannel: m } = layout;
  const reader = readerOf(call.x, layout);
  const gamma = parameter(call.gamma, channels, 1);
  const beta = parameter(call.beta, channels, 0);

  const elements: Elements[] = [];
  const statistics: Statistics[] = [];
  for (let c = 0; c < channels; c++) {
    const { x: sums, xx } = measureSquares(reader, c, m);
    const x: Input = { reader, c, range: sums.range };
    const found = sums.range.finite ? batchStatistics(sums.sum, xx, m, call.epsilon) : specialStatistics(x, m);
    statistics.push(found);
    elements.push(found.frame ? normalizedElements(x, found.frame, gamma[c], beta[c]) : givenElements(() => NaN));
  }

  const { momentum } = call;
  const oldMean = call.runningMean && parameter(call.runningMean, channels, 0);
  const oldVar = call.runningVar && parameter(call.runningVar, channels, 1);
  const blend = (old: Float64Array, of: 'mean' | 'variance', correct: (value: Rational) => Rational): ChannelTensor =>
    new ChannelTensor(statistics.map((s, c) => running(old[c], s[of], momentum, conventions, correct)));

  const mean = new ChannelTensor(statistics.map((s) => s.mean));
  const variance = new ChannelTensor(statistics.map((s) => s.variance));
  const invStd = new ChannelTensor(statistics.map((s) => s.invStd));
  return {
    outputs: {
      y: new ElementTensor(call.x.shape, call.axis, elements),
      mean,
      variance,
      invStd,
      ...(oldMean && { runningMean: blend(oldMean, 'mean', (value) => value) }),
      ...(oldVar && { runningVar: blend(oldVar, 'variance', (value) => estimator(value, m, conventions)) }),
    },
    channel: channelTruth(mean, variance, invStd),
  };
}

export function channelTruth(
  mean: CertifiedTensor,
  variance: CertifiedTensor,
  invStd: CertifiedTensor,
): Truth['channel'] {
  return {
    get mean() {
      return mean.hi;
    },
    get variance() {
      return variance.hi;
    },
    get invStd() {
      return invStd.hi;
    },
  };
}

export function inferForward(call: InferForward): CertifiedTruth {
  const layout = layoutOf(call.x.shape, call.axis);
  const { channels, perChannel: m } = layout;
  const reader = readerOf(call.x, layout);
  const gamma = parameter(call.gamma, channels, 1);
  const beta = parameter(call.beta, channels, 0);
  const mean = parameter(call.mean, channels, 0);
  const variance = parameter(call.variance, channels, 1);

  const invStd: Exact[] = [];
  const elements: Elements[] = [];
  for (let c = 0; c < channels; c++) {
    const { value, scale } = inverseStd(variance[c], call.epsilon);
    invStd.push(value);
    if (scale && Number.isFinite(mean[c])) {
      const x: Input = { reader, c, range: measure(reader, c, m).range };
      elements.push(normalizedElements(x, { mean: rational(mean[c]), scale }, gamma[c], beta[c]));
    } else {
      const r = double(value);
      elements.push(givenElements((i) => affineOf(centredScaled(reader.at(c, i), mean[c], r), gamma[c], beta[c])));
    }
  }
  return {
    outputs: { y: new ElementTensor(call.x.shape, call.axis, elements) },
    channel: channelTruth(given(mean), given(variance), new ChannelTensor(invStd)),
  };
}

/** Given values, as exact ones. */
export function given(values: Float64Array): ChannelTensor {
  return new ChannelTensor(Array.from(values));
}
