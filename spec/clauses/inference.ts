/** BN-7: normalization with given statistics. */
import fc from 'fast-check';
import { callOf, scenarios } from '../cases/scenario.ts';
import { mayHaveAffine, otherEpsilon } from '../cases/claimed-scenarios.ts';
import { channelVector, mapValues } from '../cases/scenario-variants.ts';
import { alike } from '../check/trial/same-outputs.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { valuesOf } from '../terms/tensor.ts';
import { ofAnyVariance } from './_any-variance.ts';

export const givenStatistics: Clause = clause({
  id: 'BN-7.1',
  level: 'MUST',
  says: 'In inference y is gamma · (x - mean) / √(variance + epsilon) + beta with the given mean and variance, not those of the batch.',
  needs: ['inferForward'],
  given: (claims) => scenarios(claims, { affine: 'both' }),
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y']);
  },
});

export const missingAffine: Clause = clause({
  id: 'BN-7.2',
  level: 'MUST',
  says: 'In inference, too, a missing gamma counts as 1 and a missing beta as 0, each independently of the other.',
  needs: ['inferForward'],
  given: (claims) => (claims.affine === 'required' ? undefined : scenarios(claims)),
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y']);
  },
});

export const elementByElement: Clause = clause({
  id: 'BN-7.3',
  level: 'MUST',
  says: 'In inference each y depends on its own x and its own channel only.',
  needs: ['inferForward'],
  given: (claims) => fc.tuple(scenarios(claims), fc.noShrink(fc.nat())),
  effort: 0.5,
  holds: async (trial, [s, pick]) => {
    const call = callOf.inferForward(s);
    const at = pick % s.x.data.length;
    const other = { ...call, x: mapValues(s.x, (value, i) => (i === at ? value : 40 - 3 * value)) };
    await alike(trial, 'inferForward', [call, other], { outputs: ['y'], only: (i) => i === at });
  },
});

export const anyVariance: Clause = clause({
  id: 'BN-7.4',
  level: 'MUST',
  says: 'In inference the variance may be 0 or of any size: epsilon is added to it once.',
  needs: ['inferForward'],
  given: ofAnyVariance,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y']);
  },
});

export const negativeGamma: Clause = clause({
  id: 'BN-7.5',
  level: 'MUST',
  says: 'In inference gamma is used as given: its sign matters, and where it is 0, y is beta.',
  needs: ['inferForward'],
  given: (claims) =>
    mayHaveAffine(claims)
      ? fc
          .tuple(scenarios(claims, { affine: 'both' }), fc.constantFrom([0], [-1], [0, -2], [-3, 0, 4]))
          .map(([s, gammas]) => ({ ...s, gamma: channelVector(s, (c) => gammas[c % gammas.length]) }))
      : undefined,
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y']);
  },
});

export const trainThenInfer: Clause = clause({
  id: 'BN-7.6',
  level: 'MUST',
  says: 'Inference with the running statistics that training returned uses exactly those.',
  needs: ['trainForward', 'inferForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  effort: 0.5,
  holds: async (trial, s) => {
    const { runningMean, runningVar } = await trial.call('trainForward', callOf.trainForward(s));
    if (runningMean === undefined || runningVar === undefined) return;
    // A wrong variance may be negative: then inference has nothing to say here, and BN-6.2 fails.
    if (!valuesOf(runningVar).every((value) => value >= 0 && Number.isFinite(value))) return;
    const call = { ...callOf.inferForward(s), mean: runningMean, variance: runningVar };
    await trial.compare('inferForward', call, ['y']);
    // The mean alone does not show that variance and epsilon are those of the training step.
    await trial.compare('inferForward', { ...call, variance: mapValues(runningVar, (value) => 3 * value + 1) }, ['y']);
    await trial.compare('inferForward', { ...call, epsilon: otherEpsilon(s, trial.claims) }, ['y']);
  },
});
