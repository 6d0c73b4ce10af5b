/** BN-13: calling conventions. A call depends on its arguments alone and changes nothing but its results. */
import fc from 'fast-check';
import { callOf, scenarios, type Scenario, scenarioOf } from '../cases/scenario.ts';
import { type Extent, shapeOf } from '../cases/shape.ts';
import { mapValues } from '../cases/variants.ts';
import { type Clause, clause } from '../clause.ts';
import { Falsified, NotApplicable } from '../evidence.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import {
  type Calls,
  type Operation,
  operations,
  type Results,
  signatures,
  type TensorName,
} from '../terms/operations.ts';
import { formats } from '../terms/dtype.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import type { Trial } from '../trial.ts';

type Outputs = Readonly<Partial<Record<TensorName, Tensor>>>;

interface Step {
  readonly operation: Operation;
  readonly s: Scenario;
  /** Without what may be left out: memory for it may be looked for elsewhere. */
  readonly bare?: boolean;
}

const call = <O extends Operation>(operation: O, s: Scenario): Calls[O] => callOf[operation](s);

const callOfStep = ({ operation, s, bare = false }: Step, { affine }: Claims): Calls[Operation] =>
  bare
    ? withoutSome(call(operation, s), [...running, ...(affine === 'optional' ? parameters : [])])
    : call(operation, s);

const running = ['runningMean', 'runningVar'] as const;
const parameters = ['gamma', 'beta'] as const;

function withoutSome<C extends object>(given: C, names: readonly string[]): C {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name))) as C;
}

const anyOperation: fc.Arbitrary<Operation> = fc.constantFrom(...operations);

/** Calls in a row that share shape or data, so that whatever was kept from one fits the next. */
function sequences(claims: Claims): fc.Arbitrary<Step[]> {
  const small = { minPerChannel: 2, channels: [2, 3], sizes: [1, 2, 3] };
  const related = scenarios(claims, small).chain((s) =>
    fc.array(
      fc
        .record({ operation: anyOperation, relative: fc.constantFrom(...relatives), bare: fc.boolean() })
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

const vectors = ['gamma', 'beta', 'runningMean', 'runningVar', 'savedMean', 'savedInvStd'] as const;
const elements = ['x', 'dy'] as const;
type Relative = (s: Scenario) => Scenario;

const change = (s: Scenario, names: readonly (keyof Scenario)[], how: (t: Tensor) => Tensor): Scenario => ({
  ...s,
  ...Object.fromEntries(names.flatMap((name) => (s[name] ? [[name, how(s[name] as Tensor)]] : []))),
});

/** A variance stays one. */
const otherwise = (t: Tensor): Tensor => mapValues(t, (value) => (value < 0 ? 2 - value : value / 2));

const oneElement = (at: (length: number) => number, by: number): ((t: Tensor) => Tensor) => {
  return (t) => mapValues(t, (value, index) => (index === at(t.data.length) ? by * value : value));
};
const inside = oneElement((length) => Math.floor((2 * length) / 3), -3);
const atTheEnd = oneElement((length) => length - 1, 1.5);
const backwards = (t: Tensor): Tensor => tensor(t.dtype, t.shape, valuesOf(t).toReversed());

const little = 2 ** -12;
const slightly = (t: Tensor): Tensor => mapValues(t, (value) => value * (1 + little));

/** A type that is too narrow for the small change would round it. */
const scalarSlightly = (s: Scenario, scalar: 'epsilon' | 'momentum'): Scenario =>
  formats[s.x.dtype].precision < 24 ? s : { ...s, [scalar]: s[scalar] * (1 + little) };

/** Same shape: each argument alone is another one, then only a little, or in a part that a short key would leave out. */
const relatives: readonly Relative[] = [
  (s) => s,
  (s) => ({ ...s, x: mapValues(s.x, (value) => 3 - 2 * value), dy: mapValues(s.dy, (value) => 1 + value / 2) }),
  (s) => change(s, vectors, otherwise),
  ...[...elements, ...vectors].map(
    (name): Relative =>
      (s) =>
        change(s, [name], otherwise),
  ),
  (s) => ({ ...s, epsilon: 2 * s.epsilon }),
  (s) => ({ ...s, momentum: s.momentum / 2 }),
  (s) => change(s, elements, inside),
  (s) => change(s, vectors, atTheEnd),
  (s) => change(s, vectors, backwards),
  ...[...elements, ...vectors].map(
    (name): Relative =>
      (s) =>
        change(s, [name], slightly),
  ),
  (s) => scalarSlightly(s, 'epsilon'),
  (s) => scalarSlightly(s, 'momentum'),
];

/** Enough for what is done to large arrays alone. */
const large: Extent = { channels: 2, batch: 16, positions: 160 };

/** One value per channel; then sizes that lie differently in memory. */
const extents: readonly Extent[] = [...[1, 3, 4, 5, 6].map((batch) => ({ channels: 2, batch })), large];

/** Each operation twice in a row, with every relation between the two calls; and with a momentum that leaves nothing to do. */
function repetitions(claims: Claims): Step[][] {
  const of = (extent: Extent): Scenario => scenarioOf(claims, shapeOf(claims, extent));
  const twice = (s: Scenario, relative = relatives[1], bare = false): Step[][] =>
    operations.flatMap((operation) => {
      const other = relative(s);
      const differs = relative === relatives[0] || !sameArguments(call(operation, s), call(operation, other));
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
  const ends = [0, 1].map((momentum) => [{ operation: 'trainForward' as const, s: { ...s, momentum } }]);
  const sizes = (extent: Extent): Step[][] => [...twice(of(extent)), ...twice(of(extent), relatives[1], true)];
  const repeated = relatives.flatMap((relative) => twice(s, relative));
  return [...repeated, ...ends, ...inTurn(s), ...extents.flatMap(sizes), ...inTurn(of(large))];
}

const sameArguments = (one: object, other: object): boolean => {
  const values = Object.values(other);
  return Object.values(one).every((value, i) => value === values[i]);
};

/** What one operation keeps may be taken by another; and buffers that take turns come round with the third call. */
function inTurn(s: Scenario): Step[][] {
  const others = [s, relatives[1](s), relatives[2](s), { ...s, epsilon: 2 * s.epsilon }, s];
  const alone = operations.map((operation) => others.map((each) => ({ operation, s: each })));
  const all = others.flatMap((_, i) =>
    operations.map((operation, k) => ({ operation, s: others[(i + k) % others.length] })),
  );
  return [...alone, all];
}

/** Steps whose operation is offered; a sequence without any has nothing to say. */
function offered(trial: Trial, steps: readonly Step[]): readonly Step[] {
  const kept = steps.filter(({ operation }) => trial.offers(operation));
  if (kept.length === 0) throw new NotApplicable('none of these operations is offered');
  return kept;
}

export const inputsUnchanged: Clause = clause({
  id: 'BN-13.1',
  level: 'MUST',
  says: 'Every input comes back unchanged, bit for bit.',
  needs: [],
  given: (claims) => fc.record({ operation: anyOperation, s: scenarios(claims) }),
  always: (claims) =>
    extents.flatMap((extent) => {
      const s = scenarioOf(claims, shapeOf(claims, extent));
      return operations.map((operation) => ({ operation, s }));
    }),
  holds: async (trial, step: Step) => {
    const [{ operation, s }] = offered(trial, [step]);
    const whole = call(operation, s);
    const optional = trial.claims.affine === 'optional' ? parameters : [];
    const calls = [whole, withoutSome(whole, optional), withoutSome(whole, running)];
    for (const given of calls) {
      const outcome = await trial.outcome(operation, given);
      if (outcome.status === 'ok' && outcome.mutated.length > 0) {
        throw new Falsified(`${operation} changed its input ${outcome.mutated.join(', ')}`);
      }
    }
  },
});

export const outputsFresh: Clause = clause({
  id: 'BN-13.2',
  level: 'MUST',
  says: 'Results share no memory with inputs, with each other or with earlier results, and earlier results keep their bytes.',
  needs: [],
  given: (claims) => sequences(claims),
  always: repetitions,
  effort: 0.5,
  simplify: false,
  holds: async (trial, steps) => {
    for (const step of offered(trial, steps)) {
      const { operation } = step;
      const outcome = await trial.outcome(operation, callOfStep(step, trial.claims));
      if (outcome.status === 'ok' && outcome.aliased.length > 0) {
        throw new Falsified(`${operation} returned memory that is not its own: ${outcome.aliased.join(', ')}`);
      }
    }
  },
});

export const nothingRemembered: Clause = clause({
  id: 'BN-13.3',
  level: 'MUST',
  says: 'A call depends on its arguments alone: nothing is kept from earlier calls of any operation, shape or data.',
  needs: [],
  given: (claims) => sequences(claims),
  always: repetitions,
  effort: 2,
  holds: async (trial, steps) => {
    for (const step of offered(trial, steps)) {
      await trial.compare(step.operation, callOfStep(step, trial.claims), signatures[step.operation].outputs);
    }
  },
});

export const resultTypes: Clause = clause({
  id: 'BN-13.4',
  level: 'MUST',
  says: 'Every result has the shape and the element type that its inputs imply: running statistics keep their type, the other statistics have it too.',
  needs: [],
  given: (claims) => fc.record({ operation: anyOperation, s: scenarios(claims, { minPerChannel: 2 }) }),
  effort: 0.5,
  holds: async (trial, step) => {
    const [{ operation, s }] = offered(trial, [step]);
    await trial.call(operation, call(operation, s));
  },
});

export const repeatable: Clause = clause({
  id: 'BN-13.5',
  level: 'SHOULD',
  says: 'The same call gives the same bits, where that is claimed.',
  needs: [],
  given: (claims) =>
    claims.deterministic
      ? fc.record({ operation: anyOperation, s: scenarios(claims, { minPerChannel: 2 }) })
      : undefined,
  effort: 0.5,
  holds: async (trial, step) => {
    const [{ operation, s }] = offered(trial, [step]);
    const first = await trial.call(operation, call(operation, s));
    const second = await trial.call(operation, call(operation, s));
    for (const name of signatures[operation].outputs) {
      const [a, b] = [first, second].map((result) => result[name as keyof Results[typeof operation]]);
      if (a && b) trial.same('the same call gave other bits', name, b, a);
    }
  },
});

const spoiled: readonly { readonly what: string; readonly spoil: (s: Scenario) => Scenario }[] = [
  { what: 'a negative epsilon', spoil: (s) => ({ ...s, epsilon: -1 }) },
  { what: 'an epsilon that is not a number', spoil: (s) => ({ ...s, epsilon: Number.NaN }) },
  { what: 'a gamma of the wrong length', spoil: (s) => ({ ...s, gamma: longer(s) }) },
  { what: 'running statistics of the wrong length', spoil: (s) => ({ ...s, runningMean: longer(s) }) },
];

const longer = (s: Scenario): Tensor => {
  const length = s.x.shape[s.axis] + 1;
  return tensor(s.runningMean.dtype, [length], new Float64Array(length).fill(1));
};

export const refusesNonsense: Clause = clause({
  id: 'BN-13.6',
  level: 'SHOULD',
  says: 'Invalid arguments are refused: a negative epsilon, or a per-channel vector of the wrong length.',
  needs: ['trainForward'],
  given: (claims) => fc.tuple(fc.constantFrom(...spoiled), scenarios(claims, { minPerChannel: 2 })),
  effort: 0.25,
  simplify: false,
  holds: async (trial, [{ what, spoil }, s]) => {
    const outcome = await trial.outcome('trainForward', callOf.trainForward(spoil(s)));
    if (outcome.status === 'rejected' || outcome.status === 'unsupported') return;
    const got = outcome.status === 'ok' ? 'an answer' : `${outcome.status}: ${outcome.message}`;
    throw new Falsified(`${what} should be rejected, got ${got}`);
  },
});

/** One argument takes over the contents of another. */
const coincidences: readonly ((s: Scenario) => Scenario)[] = [
  (s) => ({ ...s, beta: s.runningMean }),
  (s) => ({ ...s, gamma: s.runningVar }),
  (s) => ({ ...s, gamma: s.runningVar, beta: s.runningVar }),
  (s) => ({ ...s, runningMean: s.runningVar, savedMean: s.savedInvStd }),
  (s) => ({ ...s, gamma: s.savedInvStd, beta: s.savedMean }),
  (s) => ({ ...s, dy: s.x }),
];

export const equalContents: Clause = clause({
  id: 'BN-13.8',
  level: 'MUST',
  says: 'Arguments of equal contents are still different arguments.',
  needs: [],
  given: (claims) => fc.tuple(anyOperation, scenarios(claims, { minPerChannel: 2 }), fc.constantFrom(...coincidences)),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }));
    return operations.flatMap((operation) => coincidences.map((coincide): EqualContents => [operation, s, coincide]));
  },
  effort: 0.5,
  holds: async (trial, [operation, s, coincide]: EqualContents) => {
    offered(trial, [{ operation, s }]);
    await trial.compare(operation, call(operation, coincide(s)), signatures[operation].outputs);
  },
});

type EqualContents = [Operation, Scenario, (s: Scenario) => Scenario];

export const afterRefusal: Clause = clause({
  id: 'BN-13.9',
  level: 'MUST',
  says: 'Invalid arguments leave no trace, whether they are refused or not: the next call gives its right answer.',
  needs: [],
  given: (claims) =>
    fc.tuple(anyOperation, scenarios(claims, { minPerChannel: 2, affine: 'both' }), fc.constantFrom(...spoiled)),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }));
    return operations.flatMap((operation) => spoiled.map((how): AfterRefusal => [operation, s, how]));
  },
  effort: 0.5,
  simplify: false,
  holds: async (trial, [operation, s, { spoil }]: AfterRefusal) => {
    offered(trial, [{ operation, s }]);
    await trial.outcome(operation, call(operation, spoil(s)));
    await trial.compare(operation, call(operation, s), signatures[operation].outputs);
  },
});

/** Without arguments that may be left out, and what that may take away. */
const omissions: readonly { readonly without: readonly TensorName[]; readonly lost: readonly TensorName[] }[] = [
  { without: ['gamma'], lost: ['dgamma'] },
  { without: ['beta'], lost: ['dbeta'] },
  { without: ['gamma', 'beta'], lost: ['dgamma', 'dbeta'] },
  // Mean, variance and inverse standard deviation take their type from the running statistics.
  {
    without: ['runningMean', 'runningVar'],
    lost: ['runningMean', 'runningVar', 'mean', 'variance', 'invStd'],
  },
];

export const nothingElseLost: Clause = clause({
  id: 'BN-13.10',
  level: 'MUST',
  says: 'An argument that is left out takes no result with it but its own.',
  needs: [],
  given: (claims) =>
    fc.tuple(anyOperation, scenarios(claims, { minPerChannel: 2, affine: 'both' }), fc.constantFrom(...omissions)),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }));
    return operations.flatMap((operation) => omissions.map((omission): Omission => [operation, s, omission]));
  },
  effort: 0.25,
  simplify: false,
  holds: async (trial, [operation, s, { without, lost }]: Omission) => {
    offered(trial, [{ operation, s }]);
    const whole = call(operation, s);
    const left = withoutSome(whole, without);
    if (trial.claims.affine === 'required' && lost[0].startsWith('d'))
      throw new NotApplicable('gamma and beta are required');
    const before: Outputs = await trial.call(operation, whole);
    const after: Outputs = await trial.call(operation, left);
    const missing = signatures[operation].outputs.filter(
      (name) => before[name] && !after[name] && !lost.includes(name),
    );
    if (missing.length > 0) {
      throw new Falsified(`${operation} without ${without.join(' and ')} answers without ${missing.join(', ')}, too`);
    }
  },
});

type Omission = [Operation, Scenario, (typeof omissions)[number]];

type AfterRefusal = [Operation, Scenario, (typeof spoiled)[number]];
