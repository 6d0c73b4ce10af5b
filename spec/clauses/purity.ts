/** BN-13: calling conventions. A call depends on its arguments alone and changes nothing but its results. */
import fc from 'fast-check';
import { callOf, scenarios, type Scenario, scenarioOf } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { mapValues } from '../cases/variants.ts';
import { type Clause, clause } from '../clause.ts';
import { Falsified, NotApplicable } from '../evidence.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { type Calls, type Operation, operations, type Results, signatures } from '../terms/operations.ts';
import { tensor } from '../terms/tensor.ts';
import type { Trial } from '../trial.ts';

type Step = { readonly operation: Operation; readonly s: Scenario };

const call = <O extends Operation>(operation: O, s: Scenario): Calls[O] => callOf[operation](s);

const anyOperation: fc.Arbitrary<Operation> = fc.constantFrom(...operations);

/** Calls in a row that share shape or data, so that whatever was kept from one fits the next. */
function sequences(claims: Claims): fc.Arbitrary<Step[]> {
  const small = { minPerChannel: 2, channels: [2, 3], sizes: [1, 2, 3] };
  const related = scenarios(claims, small).chain((s) =>
    fc.array(
      fc.tuple(anyOperation, fc.constantFrom(...relatives)).map(([operation, relative]) => ({
        operation,
        s: relative(s),
      })),
      { minLength: 2, maxLength: 5 },
    ),
  );
  const unrelated = fc.array(fc.record({ operation: anyOperation, s: scenarios(claims, { minPerChannel: 2 }) }), {
    minLength: 2,
    maxLength: 4,
  });
  return fc.oneof(related, unrelated);
}

/** Same shape: the same data, other data, other parameters, other statistics, other scalars. */
const relatives: readonly ((s: Scenario) => Scenario)[] = [
  (s) => s,
  (s) => ({ ...s, x: mapValues(s.x, (value) => 3 - 2 * value), dy: mapValues(s.dy, (value) => 1 + value / 2) }),
  (s) => ({
    ...s,
    ...(s.gamma && { gamma: mapValues(s.gamma, (value) => 2 - value) }),
    ...(s.beta && { beta: mapValues(s.beta, (value) => -1 - value) }),
  }),
  (s) => ({
    ...s,
    runningMean: mapValues(s.runningMean, (value) => 1 - value),
    runningVar: mapValues(s.runningVar, (value) => 2 * value),
    savedMean: mapValues(s.savedMean, (value) => value + 1),
    savedInvStd: mapValues(s.savedInvStd, (value) => value / 2),
  }),
  (s) => ({ ...s, epsilon: 2 * s.epsilon, momentum: s.momentum / 2 }),
];

/** Each operation twice in a row, with every relation between the two calls; and with a momentum that leaves nothing to do. */
function repetitions(claims: Claims): Step[][] {
  const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }));
  const twice = operations.flatMap((operation) =>
    relatives.map((relative) => [
      { operation, s },
      { operation, s: relative(s) },
    ]),
  );
  const ends = [0, 1].map((momentum) => [{ operation: 'trainForward' as const, s: { ...s, momentum } }]);
  return [...twice, ...ends];
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
  given: (claims) => fc.record({ operation: anyOperation, s: scenarios(claims, { minPerChannel: 2 }) }),
  holds: async (trial, step) => {
    const [{ operation, s }] = offered(trial, [step]);
    const calls = [
      call(operation, s),
      call(operation, withoutOptional(s, trial.claims)),
      withoutRunning(call(operation, s)),
    ];
    for (const given of calls) {
      const outcome = await trial.outcome(operation, given);
      if (outcome.status === 'ok' && outcome.mutated.length > 0) {
        throw new Falsified(`${operation} changed its input ${outcome.mutated.join(', ')}`);
      }
    }
  },
});

/** Without gamma and beta, where they may be left out: other buffers may then serve as scratch. */
function withoutOptional(s: Scenario, claims: Claims): Scenario {
  if (claims.affine === 'required') return s;
  const { gamma: _gamma, beta: _beta, ...rest } = s;
  return rest;
}

/** Without running statistics: what would hold them may be looked for elsewhere. */
function withoutRunning<C extends object>(given: C): C {
  const { runningMean: _mean, runningVar: _var, ...rest } = given as C & Partial<Scenario>;
  return rest as C;
}

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
    for (const { operation, s } of offered(trial, steps)) {
      const outcome = await trial.outcome(operation, call(operation, s));
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
    for (const { operation, s } of offered(trial, steps)) {
      await trial.compare(operation, call(operation, s), signatures[operation].outputs);
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

type AfterRefusal = [Operation, Scenario, (typeof spoiled)[number]];
