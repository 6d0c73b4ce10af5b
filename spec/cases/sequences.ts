/** Calls in sequence: state kept from one to the next becomes visible where little or nothing else differs. */
import fc from 'fast-check';
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import {
  type Calls,
  isInference,
  type Operation,
  operations,
  operationsOf,
  operationsWhere,
} from '../terms/operations.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { claimed, mayLeaveOutAffine, otherEpsilon } from './claimed-scenarios.ts';
import { another, epsilonFor, scalarFor } from './epsilon-and-momentum.ts';
import { exchanged, hidden, longVectors } from './look-alikes.ts';
import {
  callOf,
  channelTensors,
  elementTensors,
  scenarios,
  type Scenario,
  scenarioOf,
  scenarioTensors,
} from './scenario.ts';
import { type Extent, placements, shapeOf } from './shape.ts';
import { type Change, mapValues } from './scenario-variants.ts';

export interface Step {
  readonly operation: Operation;
  readonly s: Scenario;
  /** Without the optional tensors: memory for them may be allocated elsewhere. */
  readonly bare?: boolean;
}

export const call = <O extends Operation>(operation: O, s: Scenario): Calls[O] => callOf[operation](s);

export const callOfStep = ({ operation, s, bare = false }: Step, claims: Claims): Calls[Operation] =>
  bare
    ? withoutSome(call(operation, s), [...running, ...(mayLeaveOutAffine(claims) ? parameters : [])])
    : call(operation, s);

export const running = ['runningMean', 'runningVar'] as const;
export const parameters = ['gamma', 'beta'] as const;

export function withoutSome<C extends object>(given: C, names: readonly string[]): C {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name))) as C;
}

export const anyOperation: fc.Arbitrary<Operation> = fc.constantFrom(...operations);

/** Calls in a row that share shape or data, so that any state kept from one fits the next. */
export function sequences(claims: Claims): fc.Arbitrary<Step[]> {
  const small = { minPerChannel: 2, channels: [2, 3], sizes: [1, 2, 3] };
  const related = scenarios(claims, small).chain((s) =>
    fc.array(
      fc
        .record({ operation: anyOperation, relative: fc.constantFrom(...relativesFor(claims)), bare: fc.boolean() })
        .map(({ operation, relative, bare }) => ({ operation, s: relative(s), bare })),
      { minLength: 2, maxLength: 5 },
    ),
  );
  const unrelated = fc.array(
    fc.record({ operation: anyOperation, s: scenarios(claims, { minPerChannel: 2 }), bare: fc.boolean() }),
    { minLength: 2, maxLength: 4 },
  );
  return fc.oneof(related, unrelated);
}

const change = (s: Scenario, names: readonly (keyof Scenario)[], how: (t: Tensor) => Tensor): Scenario => ({
  ...s,
  ...Object.fromEntries(names.flatMap((name) => (s[name] ? [[name, how(s[name] as Tensor)]] : []))),
});

/** Keeps a variance non-negative. */
const otherwise = (t: Tensor): Tensor => mapValues(t, (value) => (value < 0 ? 2 - value : value / 2));

const oneElement = (at: (length: number) => number, by: number): ((t: Tensor) => Tensor) => {
  return (t) => mapValues(t, (value, index) => (index === at(t.data.length) ? by * value : value));
};
const inside = oneElement((length) => Math.floor((2 * length) / 3), -3);
const atTheEnd = oneElement((length) => length - 1, 1.5);
const backwards = (t: Tensor): Tensor => tensor(t.dtype, t.shape, valuesOf(t).toReversed());

const constant = (t: Tensor, value: number): Tensor => mapValues(t, () => value);

const little = 2 ** -12;
const slightly = (t: Tensor): Tensor => mapValues(t, (value) => value * (1 + little));

/** Excludes types too narrow for the small change, which would round it away. */
const scalarSlightly = (s: Scenario, scalar: 'epsilon' | 'momentum', claims: Claims): Scenario =>
  formats[s.x.dtype].precision < 24 ? s : { ...s, [scalar]: scalarFor(s.x.dtype, s[scalar] * (1 + little), claims) };

const same: Change = (s) => s;
const otherData: Change = (s) => ({
  ...s,
  x: mapValues(s.x, (value) => 3 - 2 * value),
  dy: mapValues(s.dy, (value) => 1 + value / 2),
});
const otherVectors: Change = (s) => change(s, channelTensors, otherwise);

/**
 * Same shape: each argument in turn is replaced, then changed only a little, or in a part that a short cache key would
 * leave out.
 */
const relatives = (claims: Claims): readonly Change[] => [
  same,
  otherData,
  otherVectors,
  ...scenarioTensors.map(
    (name): Change =>
      (s) =>
        change(s, [name], otherwise),
  ),
  (s) => ({ ...s, epsilon: otherEpsilon(s, claims) }),
  (s) => ({ ...s, momentum: another(s.momentum, s.momentum / 2, claims.momenta) }),
  (s) => change(s, elementTensors, inside),
  (s) => change(s, channelTensors, atTheEnd),
  (s) => change(s, channelTensors, backwards),
  ...scenarioTensors.map(
    (name): Change =>
      (s) =>
        change(s, [name], slightly),
  ),
  (s) => scalarSlightly(s, 'epsilon', claims),
  (s) => scalarSlightly(s, 'momentum', claims),
  (s) => change(s, elementTensors, backwards),
];

/** The same bytes under another name. */
const renamed: readonly Change[] = [
  ({ gamma: _gamma, ...s }) => s,
  ({ gamma, beta: _beta, ...s }) => ({ ...s, ...(gamma && { beta: gamma }) }),
];

/** One of two optional vectors, then the other with its contents. */
const oneThenOther = ({ gamma, beta, ...s }: Scenario): Step[][] =>
  gamma && beta
    ? operations.map((operation) => [
        { operation, s: { ...s, gamma } },
        { operation, s: { ...s, beta: gamma } },
      ])
    : [];

const relativesFor = (claims: Claims): readonly Change[] =>
  [...relatives(claims), ...(claims.affine === 'each' ? renamed : [])].map(
    (relative) => (s) => claimed(claims, relative(s)),
  );

/** Enough to reach code paths for large arrays. */
const large: Extent = { channels: 2, batch: 16, positions: 160 };

/** One value per channel; then sizes with another memory layout. */
export const extents: readonly Extent[] = [...[1, 3, 4, 5, 6].map((batch) => ({ channels: 2, batch })), large];

/**
 * Each operation twice in a row, with every relation between the two calls; and with a momentum that changes nothing.
 */
export function repetitions(claims: Claims): Step[][] {
  const of = (extent: Extent): Scenario => scenarioOf(claims, shapeOf(claims, extent));
  const twice = (s: Scenario, other = otherData(s), bare = false): Step[][] =>
    operations.flatMap((operation) => {
      const differs = other === s || !sameArguments(call(operation, s), call(operation, other));
      return differs
        ? [
            [
              { operation, s, bare },
              { operation, s: other, bare },
            ],
          ]
        : [];
    });
  const s = of({ channels: 2, batch: 3 });
  const ends = operationsWhere(({ scalars }) => scalars.includes('momentum')).flatMap((operation) =>
    (claims.momenta ?? [0, 1]).map((momentum) => [{ operation, s: { ...s, momentum } }]),
  );
  const sizes = (extent: Extent): Step[][] => [...twice(of(extent)), ...twice(of(extent), undefined, true)];
  const repeated = relativesFor(claims).flatMap((relative) => twice(s, relative(s)));
  const long = of(longVectors);
  const alike = scenarioTensors.flatMap((name) => [hidden(name), exchanged(name)]);
  return [
    ...repeated,
    ...alike.flatMap((relative) => twice(long, claimed(claims, relative(long)))),
    ...ends,
    ...inTurn(s, claims),
    ...unchanging(s, claims),
    ...(claims.affine === 'each' ? oneThenOther(s) : []),
    ...sameData(claims),
    ...extents.flatMap(sizes),
    ...inTurn(of(large), claims),
  ];
}

/** Normalization that leaves x nearly unchanged: even so, an implementation must not return x itself. */
function unchanging(s: Scenario, claims: Claims): Step[][] {
  const { affine } = claims;
  const identity = {
    ...s,
    ...(affine === 'required' && { gamma: constant(s.gamma as Tensor, 1), beta: constant(s.beta as Tensor, 0) }),
    runningMean: constant(s.runningMean, 0),
    runningVar: constant(s.runningVar, 1),
    epsilon: epsilonFor(s.x.dtype, 2 ** -30, claims),
  };
  const inference = operationsOf('forward').filter(isInference);
  return inference.map((operation) => [{ operation, s: identity, bare: affine !== 'required' }]);
}

/** Where shapes are many: the same bytes in one shape after another, and with the channels on one axis after another. */
function sameData(claims: Claims): Step[][] {
  if (claims.shapes === 'few') return [];
  const square = placements(claims)
    .filter(({ rank }) => rank <= 3)
    .map(({ rank, axis }) => ({ shape: Array.from<number>({ length: rank }).fill(3), axis }));
  const flat = [...claims.ranks].flatMap((rank) => {
    const axis = claims.channelAxis === 'last' ? rank - 1 : 1;
    const rest = Array.from<number>({ length: rank - 1 }).fill(2);
    return rank > 5 ? [] : [{ shape: rest.with(0, 2 ** (6 - rank)).toSpliced(axis, 0, 2), axis }];
  });
  const rank3 = square.filter(({ shape }) => shape.length === 3);
  const rank2 = square.filter(({ shape }) => shape.length === 2);
  return [rank2, rank3, flat].flatMap((shapes) => {
    if (shapes.length < 2) return [];
    const first = scenarioOf(claims, shapes[0]);
    const all = shapes.map(({ shape, axis }): Scenario => ({
      ...first,
      x: { ...first.x, shape },
      dy: { ...first.dy, shape },
      axis,
    }));
    return operations.map((operation) => all.map((s) => ({ operation, s })));
  });
}

const sameArguments = (one: object, other: object): boolean => {
  const [a, b] = [Object.entries(one), Object.entries(other)];
  return a.length === b.length && a.every(([name, value], i) => name === b[i][0] && value === b[i][1]);
};

/** State kept by one operation may be used by another; and alternating buffers recur at the third call. */
function inTurn(s: Scenario, claims: Claims): Step[][] {
  const others = [s, otherData(s), otherVectors(s), { ...s, epsilon: otherEpsilon(s, claims) }, s];
  const alone = operations.map((operation) => others.map((each) => ({ operation, s: each })));
  const all = others.flatMap((_, i) =>
    operations.map((operation, k) => ({ operation, s: others[(i + k) % others.length] })),
  );
  return [...alone, all];
}
