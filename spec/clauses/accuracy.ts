/** BN-12: accuracy. Only these clauses require the claimed grade; the others require the right formula. */
import fc from 'fast-check';
import { callOf, type Scenario, type ScenarioConstraints, scenarioOf, scenarios } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { times } from '../cases/scenario-variants.ts';
import { type Clause, type ClauseDefinition, clause } from '../check/trial/clause.ts';
import type { Claims } from '../terms/contract.ts';
import { operations } from '../terms/operations.ts';
import { backwardPasses, everyOutput } from './_every-output.ts';

const delicateFamilies = ['centred', 'offset', 'alternating', 'outlier', 'symmetric', 'constant', 'hard'] as const;

/** Data on which grades differ: offsets, cancellation, outliers, exact zeros. */
const delicate: ScenarioConstraints = {
  families: [...delicateFamilies, 'far-first'],
  epsilons: [1, 1e-5, 1e-3, 0.25],
  sizes: [1, 2, 3, 4],
  maxPerChannel: 16,
};
const delicateBackward: ScenarioConstraints = { ...delicate, dyFamilies: ['random', 'one-hot', 'constant', 'xhat'] };

const manyValues: ScenarioConstraints = {
  families: ['ordinary', 'offset', 'outlier', 'far-first', 'alternating'],
  epsilons: [1, 1e-5],
  channels: [1, 2],
  sizes: [16, 33, 64, 7],
  minPerChannel: 100,
  maxPerChannel: 5000,
};

/** Each kind of data once, whatever the seed: a mistake may need one value far from all others. */
const manyOfEachKind = (claims: Claims): Scenario[] =>
  (manyValues.families ?? []).map((family) =>
    scenarioOf(claims, { ...shapeOf(claims, { channels: 2, batch: 16, positions: 64 }), family }),
  );

const extremes: ScenarioConstraints = {
  families: ['small', 'large', 'subnormal'],
  epsilons: [1, 1e-5, 2 ** -40],
  sizes: [1, 2, 3, 5],
  maxPerChannel: 16,
};

const required = { judge: 'required' } as const;

const accuracy = <Case>(definition: ClauseDefinition<Case>): Clause => clause({ ...definition, grades: true });

export const output: Clause = accuracy({
  id: 'BN-12.1',
  level: 'MUST',
  says: 'In training the error of y stays within the bound of the required grade, at any offset.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, delicate),
  effort: 2,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y'], required);
  },
});

export const statistics: Clause = accuracy({
  id: 'BN-12.2',
  level: 'MUST',
  says: 'The errors of mean, variance and inverse standard deviation stay within the bounds of the required grade, at any offset.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, delicate),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['mean', 'variance', 'invStd'], required);
  },
});

export const running: Clause = accuracy({
  id: 'BN-12.3',
  level: 'MUST',
  says: 'The errors of the running statistics stay within the bounds of the required grade, at any offset.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { ...delicate, minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['runningMean', 'runningVar'], required);
  },
});

export const trainingGradients: Clause = accuracy({
  id: 'BN-12.4',
  level: 'MUST',
  says: 'The errors of training gradients stay within the bounds of the required grade, at any offset and for any dy.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, delicateBackward),
  effort: 2,
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta'], required);
  },
});

export const savedGradients: Clause = accuracy({
  id: 'BN-12.5',
  level: 'MUST',
  says: 'The errors of gradients from saved statistics stay within the bounds of the required grade.',
  needs: ['savedBackward'],
  given: (claims) => scenarios(claims, delicateBackward),
  holds: async (trial, s) => {
    await trial.compare('savedBackward', callOf.savedBackward(s), ['dx', 'dgamma', 'dbeta'], required);
  },
});

export const inference: Clause = accuracy({
  id: 'BN-12.6',
  level: 'MUST',
  says: 'In inference the error of y stays within the bound of the required grade, which does not grow with m.',
  needs: ['inferForward'],
  // Where nothing is summed no value comes first.
  given: (claims) => scenarios(claims, { ...delicate, families: delicateFamilies }),
  holds: async (trial, s) => {
    const near = { ...s, runningMean: s.savedMean };
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], required);
    await trial.compare('inferForward', callOf.inferForward(near), ['y'], required);
  },
});

export const inferenceGradients: Clause = accuracy({
  id: 'BN-12.7',
  level: 'MUST',
  says: 'The errors of inference gradients stay within the bounds of the required grade.',
  needs: ['inferBackward'],
  given: (claims) => scenarios(claims, delicateBackward),
  holds: async (trial, s) => {
    await trial.compare('inferBackward', callOf.inferBackward(s), ['dx', 'dgamma', 'dbeta'], required);
  },
});

export const largeSums: Clause = accuracy({
  id: 'BN-12.8',
  level: 'MUST',
  says: 'With many values per channel errors grow no faster than those of a sum in arbitrary order.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, manyValues),
  always: manyOfEachKind,
  effort: 0.2,
  holds: async (trial, s) => {
    const outputs = ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'] as const;
    await trial.compare('trainForward', callOf.trainForward(s), outputs, required);
  },
});

export const largeGradientSums: Clause = accuracy({
  id: 'BN-12.9',
  level: 'MUST',
  says: 'With many values per channel errors of gradients grow no faster than those of a sum in arbitrary order.',
  needs: [],
  given: (claims) => scenarios(claims, manyValues),
  always: manyOfEachKind,
  effort: 0.2,
  holds: (trial, s) => everyOutput(trial, s, backwardPasses, required),
});

export const extremeSizes: Clause = accuracy({
  id: 'BN-12.10',
  level: 'MUST',
  says: 'For values whose squares are near overflow or below the smallest number, the bounds hold as far as the domain reaches.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, extremes),
  holds: async (trial, s) => {
    await everyOutput(trial, s, ['trainForward'], required);
  },
});

export const logarithmicGrowth: Clause = accuracy({
  id: 'BN-12.11',
  level: 'SHOULD',
  says: 'Errors grow at most with the logarithm of the number of values per channel.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { ...manyValues, families: ['ordinary', 'alternating'] }),
  effort: 0.2,
  holds: async (trial, s) => {
    const settings = { judge: 'required', growth: 'logarithmic', measure: false } as const;
    await trial.compare('trainForward', callOf.trainForward(s), ['y', 'mean', 'variance'], settings);
  },
});

const powersOfTen = [1, 1e3, 1e-3, 1e6, 1e-6] as const;

export const anySize: Clause = accuracy({
  id: 'BN-12.12',
  level: 'MUST',
  says: 'Each argument may be large or small by itself: the bounds hold with x, dy, gamma, beta and given statistics a million times as large or as small.',
  needs: [],
  given: (claims) =>
    fc
      .tuple(
        scenarios(claims, { minPerChannel: 2, maxPerChannel: 16 }),
        fc.record({ x: factor, dy: factor, gamma: factor, beta: factor, statistics: factor }),
      )
      .map(([s, by]) => resized(s, by)),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 4 }));
    return (Object.keys(unchanged) as (keyof Factors)[]).flatMap((name) =>
      powersOfTen.map((by) => resized(s, { ...unchanged, [name]: by })),
    );
  },
  holds: (trial, s) => everyOutput(trial, s, operations, required),
});

/** Losses are scaled up, and gradients vanish. */
const farPowersOfTen = [1e12, 1e-12, 1e9, 1e-9] as const;

export const anyUpstreamSize: Clause = accuracy({
  id: 'BN-12.13',
  level: 'MUST',
  says: 'The bounds of gradients hold for dy of any size: 10¹² times as large or as small.',
  needs: [],
  given: (claims) =>
    fc
      .tuple(scenarios(claims, { minPerChannel: 2, maxPerChannel: 16 }), fc.constantFrom(...farPowersOfTen))
      .map(([s, by]) => resized(s, { ...unchanged, dy: by })),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 4 }));
    return farPowersOfTen.map((by) => resized(s, { ...unchanged, dy: by }));
  },
  effort: 0.5,
  holds: (trial, s) => everyOutput(trial, s, backwardPasses, required),
});

type Factors = Readonly<Record<'x' | 'dy' | 'gamma' | 'beta' | 'statistics', number>>;

const unchanged: Factors = { x: 1, dy: 1, gamma: 1, beta: 1, statistics: 1 };

const factor = fc.constantFrom(...powersOfTen);

/** Each argument times its factor, as far as its type reaches. */
function resized(s: Scenario, by: Factors): Scenario {
  return {
    ...s,
    x: times(s.x, by.x),
    dy: times(s.dy, by.dy),
    ...(s.gamma && { gamma: times(s.gamma, by.gamma) }),
    ...(s.beta && { beta: times(s.beta, by.beta) }),
    runningMean: times(s.runningMean, by.statistics),
    runningVar: times(s.runningVar, by.statistics),
  };
}
