/**
 * Error bounds of second derivatives (BN-17, Accuracy). Libraries expand the projections, so it is the size of the terms that
 * counts, not of their sums; and products of computed factors keep the products of their errors.
 */
import type { DoubleBackward } from '../../terms/further-contract.ts';
import type { Tensor } from '../../terms/contract.ts';
import { layoutOf } from '../../terms/layout.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Truth } from '../../terms/truth.ts';
import type { BoundOptions } from '../bounds.ts';
import { type Arithmetic, arithmeticOf, formatOf } from '../channel-call.ts';
import { constantK } from '../grade.ts';
import { magnitudesOf } from '../magnitudes.ts';
import { type GivenChannel, isOpen } from './double-backward-domain.ts';
import { allowed, type ChannelErrors, channelErrorsOf, type Side, sideOf } from './second-order.ts';
import type { FurtherBounds } from './further-bounds.ts';

/** The numbers of a channel, as magnitudes. */
export interface Numbers {
  readonly gamma: number;
  readonly ddgamma: number;
  readonly ddbeta: number;
}

export interface DoubleBackwardErrors {
  readonly ddy: (index: number) => number;
  readonly dx: (index: number) => number;
  readonly dgamma: number;
}

/** The sum of |a|·|b| as computed beyond that of the exact factors: errors included, and their product. */
const productError = (a: number, aError: number, b: number, bError: number): number =>
  a * bError + b * aError + aError * bError;

export function errorsOf(
  channel: ChannelErrors,
  a: Side,
  b: Side,
  dot: number,
  numbers: Numbers,
): DoubleBackwardErrors {
  const { ku, eta, r, m, xhat, delta } = channel;
  const { gamma, ddgamma, ddbeta } = numbers;
  const straight = dot + a.mean * b.mean;
  const along = a.along * b.along;
  const alongError = productError(a.along, a.error, b.along, b.error) + ku * (a.along + a.error) * (b.along + b.error);
  const [once, thrice] = [1, 3].map((times) => ({
    size: straight + times * along,
    error: ku * straight + times * alongError,
  }));
  const rMost = r * (1 + eta);
  const squared = eta * (2 + eta);
  return {
    dgamma: m * (rMost * once.error + eta * r * once.size),
    ddy: (index) => {
      const own = rMost * b.projectionError(index) + eta * r * b.size(index);
      return gamma * own + ddgamma * delta(index) + ku * (ddbeta + ddgamma * xhat(index));
    },
    dx: (index) => {
      const [x, d] = [xhat(index), delta(index)];
      const size = x * thrice.size + a.along * b.size(index) + b.along * a.size(index);
      const crossed =
        productError(a.along, a.error, b.size(index), ku * b.size(index)) +
        productError(b.along, b.error, a.size(index), ku * a.size(index));
      const error = productError(x, d, thrice.size, thrice.error) + crossed;
      const curved = gamma * (rMost * rMost * error + squared * r * r * size);
      return curved + ddgamma * (rMost * a.projectionError(index) + eta * r * a.size(index));
    },
  };
}

/** @returns the error allowed for each element, before it is stored; Infinity: not judged */
function boundsOfCall(
  call: DoubleBackward,
  truth: Truth,
  options: BoundOptions,
): ReturnType<FurtherBounds<'doubleBackward'>['bounds']> {
  const layout = layoutOf(call.x.shape, call.axis);
  const format = options.format ?? formatOf(call.x.dtype, options.claims);
  const arithmetic = arithmeticOf('trainBackward', format, layout.perChannel, options.growth);
  const [x, dy] = [call.x, call.dy].map(valuesOf);
  const ddx = call.ddx && valuesOf(call.ddx);
  const vector = (t: Tensor | undefined, c: number, missing: number): number => (t ? valuesOf(t)[c] : missing);
  const bounds = {
    ddy: new Float64Array(x.length),
    dx: new Float64Array(x.length),
    dgamma: new Float64Array(layout.channels),
  };
  for (let c = 0; c < layout.channels; c++) {
    const magnitudes = magnitudesOf(layout, c, x, truth.channel, true);
    const given: GivenChannel = {
      magnitudes,
      x,
      dy,
      ddx,
      gamma: vector(call.gamma, c, 1),
      ddgamma: vector(call.ddgamma, c, 0),
      ddbeta: vector(call.ddbeta, c, 0),
      epsilon: call.epsilon,
    };
    const open = isOpen(given, options, arithmetic);
    const errors = open ? undefined : errorsOfChannel(given, options, arithmetic);
    const put = (name: keyof typeof bounds, index: number, error: (errors: DoubleBackwardErrors) => number): void => {
      const exact = truth.outputs[name]?.hi[index] ?? NaN;
      bounds[name][index] = errors ? allowed(error(errors), exact, arithmetic) : Infinity;
    };
    put('dgamma', c, ({ dgamma }) => dgamma);
    for (const index of magnitudes.at) {
      put('ddy', index, (of) => of.ddy(index));
      put('dx', index, (of) => of.dx(index));
    }
  }
  return bounds;
}

function errorsOfChannel(given: GivenChannel, options: BoundOptions, arithmetic: Arithmetic): DoubleBackwardErrors {
  const { magnitudes, x, dy, ddx, epsilon } = given;
  const channel = channelErrorsOf(magnitudes, x, epsilon, options, arithmetic);
  const [gamma, ddgamma, ddbeta] = [given.gamma, given.ddgamma, given.ddbeta].map(Math.abs);
  const dot = dotOf(channel, dy, ddx);
  return errorsOf(channel, sideOf(channel, dy), sideOf(channel, ddx), dot, { gamma, ddgamma, ddbeta });
}

function dotOf({ at, tiny }: ChannelErrors, dy: Float64Array, ddx: Float64Array | undefined): number {
  let sum = 0;
  for (const index of at) sum += ddx ? Math.abs(dy[index] * ddx[index]) : 0;
  return sum / at.length + tiny;
}

export const doubleBackwardBounds: FurtherBounds<'doubleBackward'> = {
  bounds: boundsOfCall,
  constant: ({ x, axis }, _, growth) => constantK(layoutOf(x.shape, axis).perChannel, growth),
};
