/**
 * The error that each element of each output may have, computed from the data (chapter BN-12, where the rows are derived).
 * u is the unit roundoff of the sums, K counts roundings, η is the relative deviation of the inverse standard deviation.
 * The rows themselves are in forward-errors.ts and backward-errors.ts.
 */
import type { Claims } from '../terms/contract.ts';
import { type Layout, layoutOf } from '../terms/layout.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import {
  type Calls,
  isElementwise,
  isPointwise,
  type Operation,
  type Pass,
  signatures,
  type TensorName,
} from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Truth } from '../terms/truth.ts';
import { backwardErrors } from './backward-errors.ts';
import {
  type Arithmetic,
  type ArithmeticFormat,
  arithmeticOf,
  type ChannelCall,
  type Errors,
  formatOf,
} from './channel-call.ts';
import { hiddenOutputs, inDomain, type Unjudged, unjudgedOutputs } from './domain.ts';
import { forwardErrors } from './forward-errors.ts';
import { type Growth, largestKu } from './grade.ts';
import { magnitudesOf } from './magnitudes.ts';
import { type SpreadOptions, spreadOf } from './statistics-errors.ts';

export { accumulatorOf } from './channel-call.ts';

/** Absolute error allowed per element, before rounding to the storage type. Infinity: outside the domain, not judged. */
export type Bounds = Partial<Record<TensorName, Float64Array>>;

export interface BoundOptions {
  readonly grade: SpreadOptions['grade'];
  readonly claims: Claims;
  readonly growth: Growth;
  /** The numbers that are computed with, where that is not the type that x and the claims give. */
  readonly format?: ArithmeticFormat;
}

const errorsOf: Readonly<Record<Pass, (call: ChannelCall) => Errors>> = {
  forward: forwardErrors,
  backward: backwardErrors,
};

/** @returns one array per output of the operation that the truth contains */
export function boundsOf<O extends Operation>(
  operation: O,
  call: Calls[O],
  truth: Truth,
  options: BoundOptions,
): Bounds {
  const whole = wholeOf(operation, call, truth, options);
  const bounds: Bounds = {};
  for (const [name, exact] of Object.entries(truth.outputs)) {
    bounds[name as TensorName] = new Float64Array(exact.hi.length);
  }
  for (let c = 0; c < whole.layout.channels; c++) {
    const channel = channelOf(whole, c);
    const open = openOutputs(whole, channel);
    const errors = errorsOf[signatures[operation].pass](channel);
    for (const [name, into] of Object.entries(bounds) as [TensorName, Float64Array][]) {
      const error = errors[name] ?? 0;
      const exact = truth.outputs[name]?.hi as Float64Array;
      for (const index of isElementwise(operation, name) ? channel.channel.at : [c]) {
        into[index] = open.has(name)
          ? Infinity
          : allowed(typeof error === 'number' ? error : error(index), exact[index], whole.arithmetic);
      }
    }
  }
  return bounds;
}

/** Bounds are themselves rounded doubles: this much margin covers it. */
const slack = 1 + 2 ** -20;

function allowed(error: number, exact: number, { tiny, largest }: Arithmetic): number {
  // NaN and infinities are judged as such.
  if (!Number.isFinite(exact)) return 0;
  const bound = (error + tiny) * slack;
  // Overflow, or 0 · ∞: nothing is known of r, and another factor happens to vanish.
  return bound < largest ? bound : Infinity;
}

/** A call with its tensors as doubles. */
interface Whole {
  readonly operation: Operation;
  readonly truth: Truth;
  readonly options: BoundOptions;
  readonly arithmetic: Arithmetic;
  readonly layout: Layout;
  readonly epsilon: number;
  readonly momentum: number;
  readonly values: Readonly<Partial<Record<TensorName, Float64Array>>> & { readonly x: Float64Array };
}

function wholeOf(operation: Operation, call: AnyCall, truth: Truth, options: BoundOptions): Whole {
  const { x, axis, epsilon = 0, momentum = 0 } = call;
  const layout = layoutOf(x.shape, axis);
  const arithmetic = arithmeticOf(
    operation,
    options.format ?? formatOf(x.dtype, options.claims),
    layout.perChannel,
    options.growth,
  );
  const values = signatures[operation].inputs.flatMap((name) => {
    const t = call[name];
    return t ? [[name, valuesOf(t)] as const] : [];
  });
  return {
    operation,
    truth,
    options,
    arithmetic,
    layout,
    epsilon,
    momentum,
    values: { ...Object.fromEntries(values), x: valuesOf(x) },
  };
}

function channelOf({ truth, options, arithmetic, layout, epsilon, momentum, values }: Whole, c: number): ChannelCall {
  const { x, dy, gamma, beta, runningMean, runningVar } = values;
  const { grade, claims } = options;
  const { statistics, u, tiny, normalizedK: K } = arithmetic;
  const channel = magnitudesOf(layout, c, x, truth.channel, statistics === 'batch');
  const { m } = channel;
  return {
    arithmetic,
    channel,
    spread: spreadOf(channel, { grade, K, u, epsilon, tiny, statistics }),
    x,
    dy,
    gamma: Math.abs(gamma?.[c] ?? 1),
    beta: Math.abs(beta?.[c] ?? 0),
    update: {
      weight: claims.momentumWeights === 'new' ? momentum : 1 - momentum,
      bessel: claims.runningVariance === 'unbiased' && m > 1 ? m / (m - 1) : 1,
      oldMean: runningMean?.[c],
      oldVar: runningVar?.[c],
    },
    dx: truth.outputs.dx?.hi,
  };
}

/** One domain for all grades. */
function isInDomain({ options, epsilon }: Whole, call: ChannelCall): boolean {
  const { arithmetic, channel, spread, gamma, beta, dy } = call;
  const { statistics, u, tiny, largest, normalizedK: K } = arithmetic;
  const stable =
    options.grade === 'stable' ? spread : spreadOf(channel, { grade: 'stable', K, u, epsilon, tiny, statistics });
  const steepest = channel.invStd * (1 + stable.eta);
  const { least } = spread;
  return inDomain(channel, { gamma, beta, epsilon, least, steepest, largest, tiny, dy, statistics });
}

/** Outputs of the channel that are not judged. */
function openOutputs(whole: Whole, call: ChannelCall): Unjudged {
  const { operation, options, arithmetic } = whole;
  const { channel, x, dy, gamma, update } = call;
  const { outputs } = signatures[operation];
  if (!isInDomain(whole, call)) return new Set(outputs);
  const tooMany = arithmetic.summedK * arithmetic.u > largestKu;
  const running = {
    weight: update.weight,
    old: [update.oldMean, update.oldVar].filter((old) => old !== undefined),
    unbiased: options.claims.runningVariance === 'unbiased',
  };
  return new Set([
    ...(tooMany ? outputs.filter((output) => !isPointwise(operation, output)) : []),
    ...unjudgedOutputs(operation, channel, dy, running),
    ...hiddenOutputs(operation, channel, { x, dy, gamma }),
  ]);
}
