/**
 * Traits of a call: its shape, its types, which inputs are given, what its values are like. Conditions of mistakes are
 * built from them.
 */
import { type Layout, layoutOf } from '../terms/layout.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import { type Operation, signatures, type TensorName } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { byChannel } from './channel-data.ts';
import type { Probe } from './probes.ts';

/** A condition, in words that follow "where", and whether each call of a list meets it. */
export interface Trait {
  readonly says: string;
  readonly holds: readonly boolean[];
}

/**
 * Traits of calls of one operation.
 * @returns the simplest first, without those that hold for all calls or for none
 */
export function traitsOf(calls: readonly Probe['call'][], operation: Operation): Trait[] {
  const all = calls.map((call) => described(call));
  const whether = (says: string, holds: (call: Described) => boolean): Trait => ({ says, holds: all.map(holds) });
  /** One trait for each limit that separates some of the calls from others. */
  const limits = (says: string, of: (call: Described) => number): Trait[] =>
    [...new Set(all.map(of))]
      .toSorted((a, b) => a - b)
      .slice(1)
      .flatMap((limit) => [
        whether(`${says} ${limit} or more`, (call) => of(call) >= limit),
        whether(`${says} less than ${limit}`, (call) => of(call) < limit),
      ]);
  const oneOf = (says: string, of: (call: Described) => string | number): Trait[] =>
    [...new Set(all.map(of))].map((one) => whether(`${says} ${one}`, (call) => of(call) === one));
  const odd = (says: string, of: (call: Described) => number): Trait[] => [
    whether(`${says} odd`, (call) => of(call) % 2 === 1),
    whether(`${says} even`, (call) => of(call) % 2 === 0),
    whether(`${says} not a multiple of 4`, (call) => of(call) % 4 > 0),
  ];
  const of = (name: TensorName): Trait[] => {
    const some = (says: string, test: (values: Float64Array) => boolean): Trait =>
      whether(says, ({ values }) => test(values[name] ?? new Float64Array()));
    const said = spoken[name] ?? name;
    return [
      some(`${said} contains a 0`, (values) => values.includes(0)),
      some(`${said} contains a negative value`, (values) => values.some((value) => value < 0)),
      some(`no value of ${said} is negative`, (values) => values.every((value) => !(value < 0))),
      some(`the first value of ${said} is 0`, (values) => values[0] === 0),
      some(`the first value of ${said} is 1`, (values) => values[0] === 1),
      some(`every value of ${said} is 1`, (values) => values.every((value) => value === 1)),
      some(`every value of ${said} is 0`, (values) => values.every((value) => value === 0)),
      some(`${said} contains a NaN`, (values) => values.some((value) => Number.isNaN(value))),
      some(`${said} contains an infinity`, (values) => values.some((value) => Math.abs(value) === Infinity)),
    ];
  };
  const names = given.filter((name) => all.some(({ values }) => values[name] !== undefined));
  const every = [
    ...optional.flatMap((name) => [
      whether(`${spoken[name] ?? name} is not given`, ({ values }) => values[name] === undefined),
      whether(`${spoken[name] ?? name} is given`, ({ values }) => values[name] !== undefined),
    ]),
    ...oneOf('x is of type', ({ dtype }) => dtype),
    whether('gamma or beta has another type than x', ({ parameters }) => parameters),
    whether('a statistic has another type than x', ({ statistics }) => statistics),
    ...oneOf('the rank is', ({ rank }) => rank),
    ...limits('the rank is', ({ rank }) => rank),
    ...oneOf('the channel axis is', ({ axis }) => axis),
    ...limits('the channel axis is', ({ axis }) => axis),
    whether('the channel axis is the last', ({ axis, rank }) => axis === rank - 1),
    whether('the channel axis is not the last', ({ axis, rank }) => axis !== rank - 1),
    whether('the last axis has length 1', ({ last }) => last === 1),
    ...odd('the number of channels is', ({ channels }) => channels),
    ...odd('the number of values per channel is', ({ perChannel }) => perChannel),
    ...odd('the number of positions after the channel axis is', ({ inner }) => inner),
    ...limits('the number of channels is', ({ channels }) => channels),
    ...limits('the number of values per channel is', ({ perChannel }) => perChannel),
    ...limits('the number of positions after the channel axis is', ({ inner }) => inner),
    ...limits('the number of positions before the channel axis is', ({ outer }) => outer),
    ...limits('epsilon is', ({ epsilon }) => epsilon),
    ...(signatures[operation].scalars.includes('momentum') ? oneOf('momentum is', ({ momentum }) => momentum) : []),
    ...names.flatMap(of),
    whether('the given mean is not the mean of x', ({ foreignMean }) => foreignMean),
    whether('the given mean is the mean of x', ({ foreignMean }) => !foreignMean),
    whether('a channel of x is constant', ({ constantX }) => constantX),
    whether('a channel of dy is constant', ({ constantDy }) => constantDy),
  ];
  return every.filter(({ holds }) => holds.includes(true) && holds.includes(false));
}

const given = ['x', 'dy', 'gamma', 'beta', 'runningMean', 'runningVar', 'mean', 'variance', 'invStd'] as const;
const optional = ['gamma', 'beta', 'runningMean'] as const;
const spoken: Readonly<Partial<Record<TensorName, string>>> = {
  runningMean: 'the running mean',
  runningVar: 'the running variance',
  mean: 'the given mean',
  variance: 'the given variance',
  invStd: 'the given inverse standard deviation',
};

interface Described extends Pick<Layout, 'channels' | 'perChannel' | 'inner'> {
  readonly rank: number;
  readonly axis: number;
  /** Length of the last axis. */
  readonly last: number;
  readonly outer: number;
  readonly dtype: string;
  /** Whether gamma or beta, or a statistic, has another type than x. */
  readonly parameters: boolean;
  readonly statistics: boolean;
  readonly epsilon: number;
  readonly momentum: number;
  readonly values: Readonly<Partial<Record<TensorName, Float64Array>>>;
  /** Whether the given mean differs from the mean of x by more than any rounding. */
  readonly foreignMean: boolean;
  readonly constantX: boolean;
  readonly constantDy: boolean;
}

function described(call: AnyCall): Described {
  const { x, dy, axis, epsilon = 0, momentum = 0 } = call;
  const layout = layoutOf(x.shape, axis);
  const xs = byChannel(x, axis);
  const differs = (...names: readonly TensorName[]): boolean =>
    names.some((name) => call[name] !== undefined && call[name].dtype !== x.dtype);
  return {
    channels: layout.channels,
    perChannel: layout.perChannel,
    inner: layout.inner,
    outer: layout.perChannel / layout.inner,
    rank: x.shape.length,
    axis,
    last: x.shape[x.shape.length - 1],
    dtype: x.dtype,
    parameters: differs('gamma', 'beta'),
    statistics: differs('runningMean', 'runningVar', 'mean', 'variance', 'invStd'),
    epsilon,
    momentum,
    values: Object.fromEntries(given.flatMap((name) => (call[name] ? [[name, valuesOf(call[name])]] : []))),
    foreignMean: call.mean !== undefined && isForeign(valuesOf(call.mean), xs),
    constantX: hasConstant(xs),
    constantDy: dy !== undefined && hasConstant(byChannel(dy, axis)),
  };
}

/** @param channels - the values of each */
const hasConstant = (channels: readonly (readonly number[])[]): boolean =>
  channels.some((values) => values.length > 1 && values.every((value) => value === values[0]));

const far = 1e-2;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);

const isForeign = (means: Float64Array, channels: readonly (readonly number[])[]): boolean =>
  channels.some((x, c) => Math.abs(means[c] - meanOf(x)) > far * (meanOf(x.map(Math.abs)) + Math.abs(means[c])));
