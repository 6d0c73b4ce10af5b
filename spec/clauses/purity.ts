/** BN-13: calling conventions. A call depends on its arguments alone and changes nothing but its results. */
import fc from 'fast-check';
import { claimed, mayHaveAffine, mayLeaveOutAffine } from '../cases/claimed-scenarios.ts';
import { callOf, scenarios, type Scenario, scenarioOf, scenarioTensors } from '../cases/scenario.ts';
import {
  anyOperation,
  call,
  callOfStep,
  extents,
  parameters,
  repetitions,
  running,
  sequences,
  type Step,
  withoutSome,
} from '../cases/sequences.ts';
import { shapeOf } from '../cases/shape.ts';
import { mapValues } from '../cases/scenario-variants.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { checkOwnMemory, checkUnchanged } from '../check/trial/check-purity.ts';
import { Falsified, NotApplicable } from '../check/trial/clause-exceptions.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { type Operation, operations, type Results, signatures } from '../terms/operations.ts';
import { tensor } from '../terms/tensor.ts';
import type { Trial } from '../check/trial/trial.ts';
import { eachOffered } from './_every-output.ts';

/** Steps whose operation is offered; a sequence without any is not applicable. */
function offered(trial: Trial, steps: readonly Step[]): readonly Step[] {
  const kept = steps.filter(({ operation }) => trial.offers(operation));
  if (kept.length === 0) throw new NotApplicable('none of these operations is offered');
  return kept;
}

/** Values whose bits a copy may change (−0, NaN, subnormals), or that a guard may replace. */
function withUnusualBits(s: Scenario): Scenario {
  const unusual = (t: Tensor): Tensor => {
    const values = [-0, NaN, formats[t.dtype].smallestNormal / 2, -Infinity];
    return mapValues(t, (value, i) => values[i] ?? value);
  };
  const changed = scenarioTensors.flatMap((name) => {
    const t = s[name];
    return t ? [[name, unusual(t)]] : [];
  });
  return { ...s, ...Object.fromEntries(changed) };
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
      return [s, withUnusualBits(s)].flatMap((each) => operations.map((operation) => ({ operation, s: each })));
    }),
  holds: async (trial, step: Step) => {
    const [{ operation, s }] = offered(trial, [step]);
    const whole = call(operation, s);
    const optional = mayLeaveOutAffine(trial.claims) ? parameters : [];
    const calls = [whole, withoutSome(whole, optional), withoutSome(whole, running)];
    for (const given of calls) {
      checkUnchanged(operation, await trial.attempt(operation, given));
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
  sequence: true,
  effort: 0.5,
  simplify: false,
  holds: async (trial, steps) => {
    for (const step of offered(trial, steps)) {
      const { operation } = step;
      checkOwnMemory(operation, await trial.attempt(operation, callOfStep(step, trial.claims)));
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
  sequence: true,
  effort: 2,
  holds: async (trial, steps) => {
    for (const [i, step] of offered(trial, steps).entries()) {
      try {
        await trial.compare(step.operation, callOfStep(step, trial.claims), signatures[step.operation].outputs);
      } catch (error) {
        // The first call of a sequence is preceded by those of the case before.
        throw i === 0 && error instanceof Falsified ? new Falsified(error.message, error.finding, true) : error;
      }
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
      if (a && b) trial.same('the same call gave other bits', { output: name, tensor: b, expected: a });
    }
  },
});

interface Spoiled {
  readonly what: string;
  readonly spoil: (s: Scenario) => Scenario;
}

const spoiled = (claims: Claims): readonly Spoiled[] => [
  { what: 'a negative epsilon', spoil: (s) => ({ ...s, epsilon: -1 }) },
  { what: 'an epsilon that is not a number', spoil: (s) => ({ ...s, epsilon: Number.NaN }) },
  ...(mayHaveAffine(claims)
    ? [{ what: 'a gamma of the wrong length', spoil: (s: Scenario) => ({ ...s, gamma: longer(s) }) }]
    : []),
  { what: 'running statistics of the wrong length', spoil: (s) => ({ ...s, runningMean: longer(s) }) },
];

/** The specification does not require that these are refused. */
const alsoSpoiled = (claims: Claims): readonly Spoiled[] => [
  ...spoiled(claims),
  { what: 'a momentum above 1', spoil: (s) => ({ ...s, momentum: 2 }) },
  { what: 'a momentum below 0', spoil: (s) => ({ ...s, momentum: -1 }) },
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
  given: (claims) => {
    // A gamma alone may be refused for another reason than its length.
    const affine = claims.affine === 'together' ? 'both' : 'mixed';
    return fc.tuple(fc.constantFrom(...spoiled(claims)), scenarios(claims, { minPerChannel: 2, affine }));
  },
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
    const equal = claimed(trial.claims, coincide(s));
    await trial.compare(operation, call(operation, equal), signatures[operation].outputs);
  },
});

type EqualContents = [Operation, Scenario, (s: Scenario) => Scenario];

export const afterRefusal: Clause = clause({
  id: 'BN-13.9',
  level: 'MUST',
  says: 'Invalid arguments leave no trace, whether they are refused or not: the next call gives its right answer.',
  needs: [],
  given: (claims) =>
    fc.tuple(
      anyOperation,
      scenarios(claims, { minPerChannel: 2, affine: 'both' }),
      fc.constantFrom(...alsoSpoiled(claims)),
    ),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }));
    return operations.flatMap((operation) => alsoSpoiled(claims).map((how): AfterRefusal => [operation, s, how]));
  },
  effort: 0.5,
  simplify: false,
  holds: async (trial, [operation, s, { spoil }]: AfterRefusal) => {
    offered(trial, [{ operation, s }]);
    await trial.outcome(operation, call(operation, spoil(s)));
    await trial.compare(operation, call(operation, s), signatures[operation].outputs);
  },
});

export const firstCall: Clause = clause({
  id: 'BN-13.12',
  level: 'MUST',
  says: 'The first call of an operation returns the right answer, as any later one does.',
  needs: [],
  // Each smaller case would cost a fresh process.
  given: (claims) => fc.noShrink(scenarios(claims, { minPerChannel: 2 })),
  always: (claims) => [scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }))],
  effort: 0,
  simplify: false,
  holds: async (trial, s: Scenario) => {
    await trial.beginAnew();
    await eachOffered(trial, operations, (operation) => trial.judgeFirst(operation, call(operation, s)));
  },
});

type AfterRefusal = [Operation, Scenario, Spoiled];
