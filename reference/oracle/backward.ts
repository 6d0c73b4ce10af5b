/** The three backward passes, exactly: training, inference, and the training formula on saved statistics. */
import type { InferBackward, SavedBackward, Tensor, TrainBackward } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { givenScale, scaled, slope } from '../exact/channel-outputs.ts';
import { centredDot, meanOf } from '../exact/sums.ts';
import { divide, one, rational, square, type Rational } from '../exact/rational.ts';
import { surd, type Exact } from '../exact/surd.ts';
import {
  affineElements,
  givenElements,
  projectedElements,
  scaledElements,
  type Frame,
  type Input,
} from './elements.ts';
import {
  batchStatistics,
  channelTruth,
  double,
  given,
  inverseStd,
  parameter,
  specialStatistics,
  type CertifiedTruth,
} from './forward.ts';
import { centredScaled, sumOf, trainingGradient } from './special-values.ts';
import { measurePairs, type Pairs } from './channel-sums.ts';
import { readerOf, type Reader } from './channel-reader.ts';
import { ChannelTensor, ElementTensor, type Elements } from './exact-tensors.ts';

/** Results of a backward pass for one channel. */
interface Gradient {
  readonly dx: Elements;
  readonly dgamma: Exact;
  readonly dbeta: Exact;
}

interface Inputs {
  readonly dy: Input;
  readonly x: Input;
  readonly m: number;
  readonly gamma: number;
  readonly sums: Pairs;
}

interface Call {
  readonly dy: Tensor;
  readonly x: Tensor;
  readonly gamma?: Tensor;
  readonly axis: number;
}

function eachChannel(call: Call, squares: boolean, of: (inputs: Inputs) => Gradient): CertifiedTruth['outputs'] {
  const layout = layoutOf(call.x.shape, call.axis);
  const { channels, perChannel: m } = layout;
  const x = readerOf(call.x, layout);
  const dy = readerOf(call.dy, layout);
  const gamma = parameter(call.gamma, channels, 1);
  const gradients: Gradient[] = [];
  for (let c = 0; c < channels; c++) {
    const sums = measurePairs(dy, x, c, m, squares);
    const input = (reader: Reader, range: Input['range']): Input => ({ reader, c, range });
    gradients.push(of({ dy: input(dy, sums.dy.range), x: input(x, sums.x.range), m, gamma: gamma[c], sums }));
  }
  return {
    dx: new ElementTensor(
      call.x.shape,
      call.axis,
      gradients.map((g) => g.dx),
    ),
    dgamma: new ChannelTensor(gradients.map((g) => g.dgamma)),
    dbeta: new ChannelTensor(gradients.map((g) => g.dbeta)),
  };
}

const elementsOf =
  ({ reader, c }: Input): ((i: number) => number) =>
  (i) =>
    reader.at(c, i);

function sumOfGradients({ dy, m, sums }: Inputs): Exact {
  return dy.range.finite ? surd(sums.dy.sum) : sumOf(m, elementsOf(dy));
}

/** x̂ as doubles, NaN and infinities included. */
function normalizedDoubles(x: Input, frame: Frame | undefined, mean: number, r: number): (i: number) => number {
  const special = (xi: number): number => centredScaled(xi, mean, r);
  if (!frame) return (i) => special(x.reader.at(x.c, i));
  const xhat = affineElements(x, frame, one, 0, special);
  return (i) => double(xhat.exact(i));
}

/** The training formula in a frame; r and mean are those of the frame as doubles, or their substitutes. */
function trainingFormula(inputs: Inputs, frame: Frame | undefined, mean: number, r: number): Gradient {
  const { dy, x, m, gamma, sums } = inputs;
  const dbeta = sumOfGradients(inputs);
  if (!frame || !x.range.finite || !dy.range.finite) {
    const xhat = normalizedDoubles(x, frame, mean, r);
    const { dgamma, dx } = trainingGradient(m, elementsOf(dy), xhat, gamma, r);
    return { dx: givenElements(dx), dgamma, dbeta };
  }
  const centred = centredDot(sums.dyx, sums.dy.sum, frame.mean);
  const k = slope(frame.scale, centred, m);
  const project = (by: Rational): Elements => projectedElements(dy, x, frame, meanOf(sums.dy.sum, m), k, by);
  return { dx: timesGamma(project, gamma), dgamma: scaled(frame.scale, centred), dbeta };
}

/** Elements that are proportional to γ, for any γ. */
function timesGamma(elements: (gamma: Rational) => Elements, gamma: number): Elements {
  if (Number.isFinite(gamma)) return elements(rational(gamma));
  const unscaled = elements(one);
  return givenElements((i) => gamma * double(unscaled.exact(i)));
}

export function trainBackward(call: TrainBackward): CertifiedTruth {
  const mean: Exact[] = [];
  const variance: Exact[] = [];
  const invStd: Exact[] = [];
  const outputs = eachChannel(call, true, (inputs) => {
    const { x, m, sums } = inputs;
    const squares = sums.xx as Rational;
    const found = x.range.finite ? batchStatistics(sums.x.sum, squares, m, call.epsilon) : specialStatistics(x, m);
    mean.push(found.mean);
    variance.push(found.variance);
    invStd.push(found.invStd);
    // Without a frame every x̂ is NaN: 0·∞ in a constant channel, and the statistics are NaN otherwise.
    return trainingFormula(inputs, found.frame, NaN, found.frame ? double(found.invStd) : NaN);
  });
  return {
    outputs,
    channel: channelTruth(new ChannelTensor(mean), new ChannelTensor(variance), new ChannelTensor(invStd)),
  };
}

export function savedBackward(call: SavedBackward): CertifiedTruth {
  const channels = call.mean.data.length;
  const mean = parameter(call.mean, channels, 0);
  const invStd = parameter(call.invStd, channels, 1);
  const outputs = eachChannel(call, false, (inputs) => {
    const { c } = inputs.x;
    const finite = Number.isFinite(mean[c]) && Number.isFinite(invStd[c]);
    const frame = finite ? { mean: rational(mean[c]), scale: givenScale(rational(invStd[c])) } : undefined;
    return trainingFormula(inputs, frame, mean[c], invStd[c]);
  });
  // v + ε; the two are not known separately.
  const variance = Array.from(invStd, (r) =>
    Number.isFinite(r) && r !== 0 ? surd(divide(one, square(rational(r)))) : 1 / (r * r),
  );
  return { outputs, channel: channelTruth(given(mean), new ChannelTensor(variance), given(invStd)) };
}

export function inferBackward(call: InferBackward): CertifiedTruth {
  const channels = call.mean.data.length;
  const mean = parameter(call.mean, channels, 0);
  const variance = parameter(call.variance, channels, 1);
  const invStd: Exact[] = [];
  const outputs = eachChannel(call, false, (inputs) => {
    const { dy, x, m, gamma, sums } = inputs;
    const { c } = x;
    const { value, scale } = inverseStd(variance[c], call.epsilon);
    invStd.push(value);
    const r = double(value);
    const dbeta = sumOfGradients(inputs);
    const scaledDy =
      (by: number) =>
      (dyi: number): number =>
        by * r * dyi;
    const dx = scale
      ? timesGamma((by) => scaledElements(dy, scale, by, scaledDy(double(surd(by)))), gamma)
      : givenElements((i) => scaledDy(gamma)(dy.reader.at(c, i)));
    const frame = scale && Number.isFinite(mean[c]) ? { mean: rational(mean[c]), scale } : undefined;
    if (frame && x.range.finite && dy.range.finite) {
      const centred = centredDot(sums.dyx, sums.dy.sum, frame.mean);
      return { dx, dgamma: scaled(frame.scale, centred), dbeta };
    }
    const xhat = normalizedDoubles(x, frame, mean[c], r);
    return { dx, dgamma: sumOf(m, (i) => dy.reader.at(c, i) * xhat(i)), dbeta };
  });
  return { outputs, channel: channelTruth(given(mean), given(variance), new ChannelTensor(invStd)) };
}
