/**
 * Conditions in combination: shape, types, which arguments are given, kinds of values, and one special value, each
 * drawn independently. Other scenarios vary one of them at a time.
 */
import fc from 'fast-check';
import type { Claims, DType, Tensor } from '../terms/contract.ts';
import { channelOf, elementOf, layoutOf } from '../terms/layout.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import type { Calls, Operation } from '../terms/operations.ts';
import { sizeOf, tensor, valuesOf } from '../terms/tensor.ts';
import { parameterTypes } from '../terms/within-claims.ts';
import { mayHaveAffine } from './claimed-scenarios.ts';
import { coveringRows } from './covering-array.ts';
import { seedFor } from './random.ts';
import type { Aspect } from '../terms/aspect.ts';
import { callOf, channelTensors, elementTensors, type Scenario, scenarioOf } from './scenario.ts';
import { fewShapes, type Place, placements, type ShapeAndAxis } from './shape.ts';
import { type Change, inject, inTurn, mapValues, rearrange, timesPowerOfTwo } from './scenario-variants.ts';

export interface Combination {
  readonly s: Scenario;
  /** Whether running statistics are given in training. */
  readonly running: boolean;
  /** Whether a NaN, an infinity or a negative variance is among the arguments. */
  readonly special: boolean;
}

export const callOfCombination = <O extends Operation>(operation: O, { s, running }: Combination): Calls[O] =>
  withoutRunning(callOf[operation](s), running);

/** As training is called where no running statistics are kept. */
export function withoutRunning<C extends Calls[Operation]>(call: C, running: boolean): C {
  if (running) return call;
  const { runningMean: _mean, runningVar: _var, ...rest }: AnyCall = call;
  return rest as C;
}

const asItIs: Change = (s) => s;

interface Extent {
  readonly channels: number;
  readonly batch: number;
  readonly positions: readonly number[];
}

/**
 * The smallest first. Then one beyond each limit that kernels have: vectors, tiles of 32, tables of 256, 4096 rows,
 * 10240 values.
 */
const extents: readonly Extent[] = [
  { channels: 3, batch: 4, positions: [] },
  { channels: 2, batch: 3, positions: [5] },
  { channels: 1, batch: 6, positions: [2] },
  { channels: 5, batch: 2, positions: [3, 2] },
  { channels: 4, batch: 7, positions: [1, 1] },
  { channels: 2, batch: 1, positions: [200] },
  { channels: 9, batch: 128, positions: [] },
  { channels: 17, batch: 3, positions: [2, 3, 11] },
  { channels: 2, batch: 4100, positions: [] },
  { channels: 260, batch: 3, positions: [2, 2] },
  { channels: 3, batch: 4, positions: [13, 67] },
];

/** As many axes as the rank has: positions without an axis join the last one. */
function shapeAt({ channels, batch, positions }: Extent, { rank, axis }: Place): ShapeAndAxis {
  const rest = [batch, ...positions, ...Array.from<number>({ length: rank }).fill(1)];
  const joined = rest.slice(rank - 2).reduce((product, size) => product * size, 1);
  return { shape: [...rest.slice(0, rank - 2), joined].toSpliced(axis, 0, channels), axis };
}

interface Types {
  readonly dtype: DType;
  readonly parameters: DType;
  readonly statistics: DType;
}

/** Gamma and beta of one type, statistics of one, as far as claimed. */
function typesOf(claims: Claims): Types[] {
  return claims.dtypes.flatMap((dtype) => {
    const others = parameterTypes(dtype, claims);
    return others.flatMap((parameters) => others.map((statistics) => ({ dtype, parameters, statistics })));
  });
}

const retyped = (t: Tensor, dtype: DType): Tensor => tensor(dtype, t.shape, valuesOf(t));

const withTypes =
  ({ statistics }: Types): Change =>
  (s) => ({
    ...s,
    runningMean: retyped(s.runningMean, statistics),
    runningVar: retyped(s.runningVar, statistics),
    savedMean: retyped(s.savedMean, statistics),
    savedInvStd: retyped(s.savedInvStd, statistics),
  });

type Whole = (typeof elementTensors)[number];
type Vector = (typeof channelTensors)[number];

const isWhole = (name: Whole | Vector): name is Whole => elementTensors.some((each) => each === name);

/** Values of x or dy by channel: `c` from 0 to `last`, `i` within the channel. */
const byChannel =
  (name: Whole, change: (value: number, at: { c: number; last: number; i: number }) => number): Change =>
  (s) => {
    const layout = layoutOf(s[name].shape, s.axis);
    const values = valuesOf(s[name]).slice();
    const last = layout.channels - 1;
    for (let c = 0; c <= last; c++) {
      for (let i = 0; i < layout.perChannel; i++) {
        const at = elementOf(layout, c, i);
        values[at] = change(values[at], { c, last, i });
      }
    }
    return { ...s, [name]: tensor(s[name].dtype, s[name].shape, values) };
  };

/** One channel times a power of two: values so small that other errors hide them must not hide other channels. */
const channelTimes =
  (name: Whole | Vector, where: 'first' | 'last', exponent: number): Change =>
  (s) => {
    const t = s[name];
    if (t === undefined) return s;
    const { channels, inner } = layoutOf(t.shape, isWhole(name) ? s.axis : 0);
    const scaled = valuesOf(timesPowerOfTwo(t, exponent));
    const chosen = where === 'first' ? 0 : channels - 1;
    return {
      ...s,
      [name]: mapValues(t, (value, i) => (Math.floor(i / inner) % channels === chosen ? scaled[i] : value)),
    };
  };

/** The first channel far larger than the others, the last one far smaller. */
const spread = (name: Whole | Vector, exponent = 20): Change =>
  inTurn(channelTimes(name, 'first', exponent), channelTimes(name, 'last', -exponent));

const ascending: Change = (s) => {
  const layout = layoutOf(s.x.shape, s.axis);
  const values = valuesOf(s.x);
  const sorted = Array.from({ length: layout.channels }, (_, c) =>
    Float64Array.from({ length: layout.perChannel }, (_, i) => values[elementOf(layout, c, i)]).toSorted(),
  );
  return byChannel('x', (_, { c, i }) => sorted[c][i])(s);
};

/** The values of the first channel in every other, each in its own order: only the sums are alike. */
const rearranged: Change = (s) => {
  const { perChannel } = layoutOf(s.x.shape, s.axis);
  return { ...s, x: rearrange(s.x, s.axis, (c, i) => ({ c: 0, i: (i + c) % perChannel })) };
};

/**
 * A property of one channel (sign, small or large values) holds in no other: each is judged next to channels that
 * differ.
 */
const data: readonly Change[] = [
  asItIs,
  byChannel('x', (value, { c }) => (c % 2 === 0 ? 1 : -1) * Math.abs(value)),
  byChannel('x', (value, { c, last }) => (c === 0 ? 3.7 : c === last ? 0 : value)),
  byChannel('x', (value, { c, i }) => (c === 0 && i === 1 ? 40 * value : value)),
  byChannel('x', (value, { c }) => value + (c === 0 ? 500 : 50)),
  byChannel('x', (value, { c, i }) => (c === 0 ? Number(i === 2) : i < 4 ? 0 : value)),
  ascending,
  rearranged,
  spread('x'),
];

const upstream: readonly Change[] = [
  asItIs,
  byChannel('dy', (value, { c }) => (c % 2 === 0 ? 1 : -1) * Math.abs(value)),
  byChannel('dy', (value, { c }) => (c === 0 ? 0 : value)),
  byChannel('dy', (value, { c, last }) => (c === last ? 0 : value)),
  byChannel('dy', (value, { i }) => (i % 3 === 1 ? value : 0)),
  byChannel('dy', (value, { c, last }) => (c === last ? 1 : value)),
  spread('dy'),
];

const entries =
  (name: Vector, change: (value: number, at: { c: number; last: number }) => number): Change =>
  (s) => {
    const t = s[name];
    return t ? { ...s, [name]: mapValues(t, (value, c) => change(value, { c, last: t.data.length - 1 })) } : s;
  };

const first =
  (entry: number) =>
  (value: number, { c }: { c: number }): number =>
    c === 0 ? entry : value;
const final =
  (entry: number) =>
  (value: number, { c, last }: { c: number; last: number }): number =>
    c === last ? entry : value;

const without =
  (name: 'gamma' | 'beta'): Change =>
  ({ [name]: _left, ...s }) =>
    s;

const withoutBoth: Change = inTurn(without('gamma'), without('beta'));

/** Changes that leave out a vector; where the two go together, gamma's level decides for both. */
const omissions = (name: 'gamma' | 'beta', { affine }: Claims): readonly Change[] => {
  if (affine === 'each') return [without(name)];
  return affine === 'together' && name === 'gamma' ? [withoutBoth] : [];
};

const parameters = (name: 'gamma' | 'beta', claims: Claims): readonly Change[] => [
  asItIs,
  ...omissions(name, claims),
  entries(name, first(0)),
  entries(name, final(0)),
  entries(name, first(1)),
  entries(name, () => (name === 'gamma' ? 1 : 0)),
  entries(name, (value) => Math.abs(value)),
  spread(name),
];

const statistics: readonly Change[] = [
  asItIs,
  inTurn(entries('runningMean', first(0)), entries('savedMean', first(0))),
  inTurn(entries('runningMean', final(0)), entries('savedMean', final(0))),
  inTurn(
    entries('runningMean', () => 0),
    entries('runningVar', () => 1),
  ),
  inTurn(entries('runningVar', first(1)), entries('savedInvStd', first(1))),
  entries('runningVar', final(0)),
  inTurn(spread('runningVar'), spread('savedInvStd', -10)),
  inTurn(channelTimes('runningMean', 'first', 10), channelTimes('savedMean', 'first', 10)),
];

const epsilons = [1, 0.25, 1e-3, 1e-5, 1e-8, 100] as const;
const momenta = [0.25, 0.9, 0.01, 1, 0] as const;

type Where = 'first' | 'middle' | 'last';

const indexOf = (place: Where, length: number): number =>
  place === 'first' ? 0 : place === 'last' ? length - 1 : length >> 1;

const intoElement =
  (name: Whole, value: number, channel: Where, place: Where): Change =>
  (s) => {
    const { channels, perChannel } = layoutOf(s.x.shape, s.axis);
    const [c, i] = [indexOf(channel, channels), indexOf(place, perChannel)];
    return { ...s, [name]: inject(s[name], s.axis, c, i, value) };
  };

/** A NaN has many bit patterns; kernels for 16 bits that compare bits may recognize only one of them. */
function otherNaNs(s: Scenario): Scenario {
  const other = (t: Tensor): Tensor => {
    if (!(t.data instanceof Uint16Array)) return t;
    const values = valuesOf(t);
    return { ...t, data: t.data.map((bits, i) => (Number.isNaN(values[i]) ? 0xffff - (i % 2) : bits)) };
  };
  return { ...s, x: other(s.x), dy: other(s.dy) };
}

/** Each in its own channel, as far as there are several, so that the others can still be judged. */
const specials: readonly Change[] = [
  asItIs,
  inTurn(intoElement('x', Number.NaN, 'last', 'last'), intoElement('dy', Number.NaN, 'first', 'last'), otherNaNs),
  inTurn(intoElement('x', Number.NaN, 'first', 'middle'), intoElement('dy', Number.NaN, 'last', 'middle')),
  inTurn(intoElement('x', Infinity, 'first', 'last'), intoElement('x', -Infinity, 'first', 'first')),
  byChannel('x', (value, { c, last }) => (c === last ? Number.NaN : value)),
  inTurn(intoElement('x', -Infinity, 'middle', 'first'), intoElement('dy', Infinity, 'last', 'last')),
  inTurn(entries('gamma', final(Number.NaN)), entries('beta', first(Number.NaN))),
  inTurn(
    entries('runningMean', final(Number.NaN)),
    entries('savedMean', final(Number.NaN)),
    entries('runningVar', first(Number.NaN)),
    entries('savedInvStd', first(Number.NaN)),
  ),
  entries('runningVar', final(-1000)),
];

/**
 * The specification leaves open whether 0 times NaN is NaN, or whether a gamma of 0 gives beta whatever x is (BN-10).
 */
function withoutHiding(s: Scenario): Scenario {
  const { gamma } = s;
  if (gamma === undefined) return s;
  const layout = layoutOf(s.x.shape, s.axis);
  const special = new Set<number>();
  for (const t of [s.x, s.dy]) {
    for (const [at, value] of valuesOf(t).entries()) if (!Number.isFinite(value)) special.add(channelOf(layout, at));
  }
  for (const t of [s.runningMean, s.runningVar, s.savedMean, s.savedInvStd]) {
    for (const [c, value] of valuesOf(t).entries()) if (!Number.isFinite(value) || value < -1) special.add(c);
  }
  return { ...s, gamma: mapValues(gamma, (value, c) => (value === 0 && special.has(c) ? 1.5 : value)) };
}

/** The statistics of the changed x, as training would have saved them. */
function withOwnStatistics(s: Scenario): Scenario {
  const layout = layoutOf(s.x.shape, s.axis);
  const values = valuesOf(s.x);
  const [sums, squares] = [new Float64Array(layout.channels), new Float64Array(layout.channels)];
  for (const [at, value] of values.entries()) sums[channelOf(layout, at)] += value / layout.perChannel;
  for (const [at, value] of values.entries()) {
    const c = channelOf(layout, at);
    squares[c] += (value - sums[c]) ** 2 / layout.perChannel;
  }
  return {
    ...s,
    savedMean: mapValues(s.savedMean, (_, c) => sums[c]),
    savedInvStd: mapValues(s.savedInvStd, (_, c) => 1 / Math.sqrt(squares[c] + s.epsilon)),
  };
}

/** Levels of each aspect, the simplest first. */
interface Aspects {
  readonly extent: readonly ((place: Place) => ShapeAndAxis)[];
  readonly place: readonly Place[];
  readonly types: readonly Types[];
  readonly data: readonly Change[];
  readonly upstream: readonly Change[];
  readonly gamma: readonly Change[];
  readonly beta: readonly Change[];
  readonly statistics: readonly Change[];
  readonly running: readonly boolean[];
  readonly epsilon: readonly number[];
  readonly momentum: readonly number[];
  readonly special: readonly Change[];
}

const given = (name: 'gamma' | 'beta', claims: Claims): readonly Change[] =>
  mayHaveAffine(claims) ? parameters(name, claims) : [asItIs];

const manyLevels = (claims: Claims): Pick<Aspects, 'extent' | 'place'> => ({
  extent: extents.map((extent) => (place) => shapeAt(extent, place)),
  place: placements(claims),
});

/** Most elements of a combination: exact answers to larger ones take long. */
const mostElements = 8200;

/** Each of few shapes has its place. */
const fewLevels = (claims: Claims): Pick<Aspects, 'extent' | 'place'> => ({
  extent: fewShapes(claims)
    .filter(({ shape }) => sizeOf(shape) <= mostElements)
    .map((each) => () => each),
  place: placements(claims).slice(0, 1),
});

const aspectsOf = (claims: Claims): Aspects => ({
  ...(claims.shapes === 'few' ? fewLevels(claims) : manyLevels(claims)),
  types: typesOf(claims),
  data,
  upstream,
  gamma: given('gamma', claims),
  beta: given('beta', claims),
  statistics,
  running: [true, false],
  epsilon: claims.epsilons ?? epsilons,
  momentum: claims.momenta ?? momenta,
  special: specials,
});

function combinationAt(claims: Claims, row: readonly number[]): Combination {
  const aspects = aspectsOf(claims);
  const names = Object.keys(aspects) as (keyof Aspects)[];
  const chosen = <N extends keyof Aspects>(name: N): Aspects[N][number] => aspects[name][row[names.indexOf(name)]];
  const types = chosen('types');
  const drawn = scenarioOf(claims, {
    ...chosen('extent')(chosen('place')),
    dtype: types.dtype,
    parameters: types.parameters,
    family: 'hard',
    epsilon: chosen('epsilon'),
    momentum: chosen('momentum'),
    seed: seedFor(0, row.join()),
  });
  const change = inTurn(
    chosen('data'),
    withOwnStatistics,
    withTypes(types),
    chosen('upstream'),
    chosen('gamma'),
    chosen('beta'),
    chosen('statistics'),
    chosen('special'),
    withoutHiding,
  );
  return { s: change(drawn), running: chosen('running'), special: chosen('special') !== asItIs };
}

/** The levels from which each combination was made, so that an example shrinks as the drawn levels do. */
const rows = new WeakMap<object, number[]>();

function made(claims: Claims, row: number[]): Combination {
  const combination = combinationAt(claims, row);
  rows.set(combination, row);
  return combination;
}

const rowOf = (value: unknown): number[] => {
  const row = rows.get(value as object);
  if (row === undefined) throw new TypeError('not a combination');
  return row;
};

/** The aspects of combinations under these claims. */
export const aspectsIn = (claims: Claims): Aspect[] =>
  Object.entries(aspectsOf(claims)).map(([name, { length }]) => ({ name, levels: length }));

/** The level of each of them, from 0, the simplest. */
export const levelsIn = (combination: Combination): readonly number[] => rowOf(combination);

const levelsOf = (claims: Claims): number[] => aspectsIn(claims).map(({ levels }) => levels);

/** Any level of each aspect; shrinks each of them towards the simplest. */
export function combinations(claims: Claims): fc.Arbitrary<Combination> {
  const row = fc.tuple(...levelsOf(claims).map((count) => fc.nat({ max: count - 1 })));
  return row.map((levels) => made(claims, levels), rowOf);
}

const covering = new WeakMap<Claims, readonly Combination[]>();

/**
 * A few combinations, in which any two levels of any two aspects meet: the same for every seed, and never written to.
 */
export function everyPair(claims: Claims): readonly Combination[] {
  const known = covering.get(claims) ?? coveringRows(levelsOf(claims)).map((row) => made(claims, row));
  covering.set(claims, known);
  return known;
}

/** The same without NaN, infinities and negative variances: where nearly everything is NaN, few errors are visible. */
export const everyUsualPair = (claims: Claims): readonly Combination[] =>
  everyPair(claims).map((each) => (each.special ? made(claims, rowOf(each).with(specialAt(claims), 0)) : each));

const specialAt = (claims: Claims): number => Object.keys(aspectsOf(claims)).indexOf('special');
