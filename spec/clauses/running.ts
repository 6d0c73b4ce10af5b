/** BN-6: the running statistics that training leaves for inference. */
import fc from 'fast-check';
import { callOf, scenarioOf, scenarios } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { claimed, mayHaveAffine, otherEpsilon } from '../cases/claimed-scenarios.ts';
import { channelVector, mapValues } from '../cases/scenario-variants.ts';
import { alike } from '../check/trial/same-outputs.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import type { TrainForward } from '../terms/contract.ts';

export const runningMean: Clause = clause({
  id: 'BN-6.1',
  level: 'MUST',
  says: 'The running mean becomes a weighted mean of its old value and the mean of the batch; momentum is the weight of the new value, or of the old one where that is claimed.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['runningMean']);
  },
});

export const runningVariance: Clause = clause({
  id: 'BN-6.2',
  level: 'MUST',
  says: 'The running variance becomes the same weighted mean of its old value and the variance of the batch, unbiased by m / (m - 1) unless the biased one is claimed.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2, sizes: [1, 2, 3, 4, 5] }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['runningVar']);
  },
});

/** The ends, and values used in practice: frameworks choose 0.1 and 0.01, long runs less. */
const momenta = [0, 1, 0.5, 0.01, 0.99, 1e-3, 0.999, 1e-4] as const;

export const anyMomentum: Clause = clause({
  id: 'BN-6.3',
  level: 'MUST',
  says: 'Momentum may be any number from 0 to 1; one end keeps the old statistics and the other replaces them.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2, momenta }),
  always: (claims) =>
    (claims.momenta ?? momenta).map((momentum) =>
      scenarioOf(claims, { ...shapeOf(claims, { channels: 2, batch: 3 }), momentum }),
    ),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['runningMean', 'runningVar']);
  },
});

export const severalSteps: Clause = clause({
  id: 'BN-6.4',
  level: 'MUST',
  says: 'Every training step updates the running statistics that it is given, including those that earlier steps returned.',
  needs: ['trainForward'],
  given: (claims) =>
    fc.tuple(
      scenarios(claims, { minPerChannel: 2 }),
      fc.array(fc.constantFrom(1, 2, -3, 0.5), { minLength: 2, maxLength: 4 }),
    ),
  effort: 0.5,
  holds: async (trial, [s, factors]) => {
    let carried: Pick<TrainForward, 'runningMean' | 'runningVar'> = {};
    for (const factor of factors) {
      const x = mapValues(s.x, (value) => factor * value);
      const call: TrainForward = { ...callOf.trainForward(s), x, ...carried };
      const { runningMean, runningVar } = await trial.compare('trainForward', call, ['runningMean', 'runningVar']);
      if (runningMean === undefined || runningVar === undefined) return;
      carried = { runningMean, runningVar };
    }
  },
});

export const onlyOfTheData: Clause = clause({
  id: 'BN-6.5',
  level: 'MUST',
  says: 'The new running statistics do not depend on gamma, beta or epsilon.',
  needs: ['trainForward'],
  given: (claims) =>
    mayHaveAffine(claims) || claims.epsilons?.length !== 1
      ? scenarios(claims, { affine: 'both', minPerChannel: 2 })
      : undefined,
  effort: 0.5,
  holds: async (trial, s) => {
    const other = claimed(trial.claims, {
      ...s,
      gamma: channelVector(s, (c) => -2 - c),
      beta: channelVector(s, (c) => 5 * c - 1),
      epsilon: otherEpsilon(s, trial.claims),
    });
    const calls = [callOf.trainForward(s), callOf.trainForward(other)] as const;
    await alike(trial, 'trainForward', calls, { outputs: ['runningMean', 'runningVar'] });
  },
});

export const withoutRunning: Clause = clause({
  id: 'BN-6.6',
  level: 'MUST',
  says: 'y is the same whether or not running statistics are given.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  effort: 0.5,
  holds: async (trial, s) => {
    const { runningMean: _mean, runningVar: _var, ...call } = callOf.trainForward(s);
    await trial.compare('trainForward', call, ['y']);
  },
});

export const oldValueCounts: Clause = clause({
  id: 'BN-6.7',
  level: 'MUST',
  says: 'Old running statistics of any magnitude contribute with their weight, however far they are from those of the batch.',
  needs: ['trainForward'],
  given: (claims) =>
    fc.tuple(scenarios(claims, { minPerChannel: 2 }), fc.constantFrom(1, 100, 0, 1e-3)).map(([s, by]) => ({
      ...s,
      runningMean: mapValues(s.runningMean, (value) => -by * value),
      runningVar: mapValues(s.runningVar, (value) => by * value),
    })),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['runningMean', 'runningVar']);
  },
});

export const singleValueRunning: Clause = clause({
  id: 'BN-6.9',
  level: 'MUST',
  says: 'With one value per channel the running mean moves towards that value as it does towards the mean of several.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { maxPerChannel: 1 }),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['runningMean']);
  },
});

export const eachForItself: Clause = clause({
  id: 'BN-6.10',
  level: 'MUST',
  says: 'If only one of the two running statistics is given, it is updated as it would be if both were.',
  needs: ['trainForward'],
  given: (claims) =>
    claims.statistics === 'each'
      ? fc.record({
          s: scenarios(claims, { minPerChannel: 2 }),
          left: fc.constantFrom('runningMean' as const, 'runningVar' as const),
        })
      : undefined,
  effort: 0.25,
  holds: async (trial, { s, left }) => {
    const { runningMean: _mean, runningVar: _var, ...rest } = callOf.trainForward(s);
    const call = { ...rest, [left]: s[left] };
    const result = await trial.callPurely('trainForward', call);
    trial.judge({ operation: 'trainForward', call, result }, [left]);
  },
});
