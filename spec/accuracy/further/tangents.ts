/**
 * Error bounds of forward mode (BN-18, Accuracy): y has those of the forward pass. ty is judged by the sizes of its terms, since libraries
 * expand what is projected in training, and what is centred in inference.
 */
import type { InferTangent, TrainTangent } from '../../terms/further-contract.ts';
import { layoutOf } from '../../terms/layout.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Truth } from '../../terms/truth.ts';
import { type BoundOptions, boundsOf } from '../bounds.ts';
import { type Arithmetic, arithmeticOf, formatOf } from '../channel-call.ts';
import { constantK, elementwiseK } from '../grade.ts';
import { magnitudesOf } from '../magnitudes.ts';
import type { FurtherBounds } from './further-bounds.ts';
import { allowed, type ChannelErrors, channelErrorsOf, sideOf } from './second-order.ts';
import { isOpen, type GivenTangents } from './tangents-domain.ts';

type Errors = (index: number) => number;

/** Sizes of the numbers of a channel, and its tx. */
type Sizes = Pick<GivenTangents, 'tx' | 'gamma' | 'tgamma' | 'tbeta' | 'tmean' | 'tvariance'>;

/** As ddy of BN-17, with tx in the place of ddx; r may be in error apart from x̂. */
export function trainErrors(channel: ChannelErrors, { tx, gamma, tgamma, tbeta }: Sizes): Errors {
  const { ku, eta, r, xhat, delta } = channel;
  const side = sideOf(channel, tx);
  const rMost = r * (1 + eta);
  return (index) => {
    const size = side.size(index) + xhat(index) * side.along;
    const projected = rMost * side.projectionError(index) + eta * r * size;
    return gamma * projected + tgamma * delta(index) + ku * (tbeta + tgamma * xhat(index));
  };
}

/** The mean and the variance are given, with their tangents. */
export function inferErrors(channel: ChannelErrors, sizes: Sizes): Errors {
  const { ku, eta, r, tiny, xhat, delta } = channel;
  const { tx, gamma, tgamma, tbeta, tmean, tvariance } = sizes;
  const rMost = r * (1 + eta);
  const half = tvariance / 2;
  return (index) => {
    const size = Math.abs(tx[index]) + tmean + 2 * tiny;
    const centred = rMost * ku * size + eta * r * size;
    const ofVariance = half * (rMost * rMost * delta(index) + eta * (2 + eta) * r * r * xhat(index));
    return gamma * (centred + ofVariance) + tgamma * delta(index) + ku * (tbeta + tgamma * xhat(index));
  };
}

/** A product that underflows is off by at most u·ω, and any other factors may multiply that later: those above 1 count. */
function magnified({ r, eta }: ChannelErrors, sizes: Sizes, spread: number, { u, tiny }: Arithmetic): number {
  const { gamma, tgamma, tvariance } = sizes;
  const steepest = (1 + r * (1 + eta)) ** 3;
  return 4 * u * tiny * (1 + gamma + tgamma) * steepest * (1 + tvariance) * (1 + spread);
}

function boundsOfTy(
  operation: 'trainTangent' | 'inferTangent',
  call: TrainTangent & Partial<InferTangent>,
  truth: Truth,
  options: BoundOptions,
): Float64Array {
  const layout = layoutOf(call.x.shape, call.axis);
  const own = operation === 'trainTangent';
  const format = options.format ?? formatOf(call.x.dtype, options.claims);
  const found = arithmeticOf(own ? 'trainForward' : 'inferForward', format, layout.perChannel, options.growth);
  const arithmetic: Arithmetic = { ...found, summedK: found.normalizedK };
  const [x, tx] = [call.x, call.tx].map(valuesOf);
  const vector = (name: 'gamma' | 'tgamma' | 'tbeta' | 'tmean' | 'tvariance', c: number, missing = 0): number =>
    Math.abs(call[name] ? valuesOf(call[name])[c] : missing);
  const bounds = new Float64Array(x.length);
  for (let c = 0; c < layout.channels; c++) {
    const magnitudes = magnitudesOf(layout, c, x, truth.channel, own);
    const given: GivenTangents = {
      magnitudes,
      x,
      tx,
      gamma: vector('gamma', c, 1),
      tgamma: vector('tgamma', c),
      tbeta: vector('tbeta', c),
      tmean: vector('tmean', c),
      tvariance: vector('tvariance', c),
      epsilon: call.epsilon,
    };
    const open = isOpen(given, options, arithmetic);
    const channel = channelErrorsOf(magnitudes, x, call.epsilon, options, arithmetic);
    const errors = (own ? trainErrors : inferErrors)(channel, given);
    const spread = magnitudes.maxAbs + Math.abs(magnitudes.mean);
    const underflow = magnified(channel, given, spread, arithmetic);
    for (const index of magnitudes.at) {
      const exact = truth.outputs['ty']?.hi[index] ?? NaN;
      bounds[index] = open(index) ? Infinity : allowed(errors(index) + underflow, exact, arithmetic);
    }
  }
  return bounds;
}

const yOf = (truth: Truth): Truth => ({
  outputs: truth.outputs.y ? { y: truth.outputs.y } : {},
  channel: truth.channel,
});

export const trainTangentBounds: FurtherBounds<'trainTangent'> = {
  bounds: (call, truth, options) => ({
    ...boundsOf('trainForward', { ...call, momentum: 0 }, yOf(truth), options),
    ty: boundsOfTy('trainTangent', call, truth, options),
  }),
  constant: ({ x, axis }, _, growth) => constantK(layoutOf(x.shape, axis).perChannel, growth),
};

export const inferTangentBounds: FurtherBounds<'inferTangent'> = {
  bounds: (call, truth, options) => ({
    ...boundsOf('inferForward', call, yOf(truth), options),
    ty: boundsOfTy('inferTangent', call, truth, options),
  }),
  constant: () => elementwiseK,
};
