/** BN-3: statistics of a batch in training mode. */
import { otherMomentum } from '../cases/claimed-scenarios.ts';
import { callOf, scenarios } from '../cases/scenario.ts';
import { mapValues } from '../cases/scenario-variants.ts';
import { alike } from '../check/trial/same-outputs.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { layoutOf } from '../terms/layout.ts';
import { valuesOf } from '../terms/tensor.ts';

export const mean: Clause = clause({
  id: 'BN-3.1',
  level: 'MUST',
  says: 'The mean of a channel is the sum of its m values over m.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['mean']);
  },
});

export const populationVariance: Clause = clause({
  id: 'BN-3.2',
  level: 'MUST',
  says: 'The variance of a channel is the mean of its squared deviations: it divides by m, not by m - 1, and does not include epsilon.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['variance']);
  },
});

export const inverseStd: Clause = clause({
  id: 'BN-3.3',
  level: 'MUST',
  says: 'The inverse standard deviation is 1 over the square root of variance plus epsilon: epsilon is inside the root.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['invStd']);
  },
});

export const ofTheBatch: Clause = clause({
  id: 'BN-3.4',
  level: 'MUST',
  says: 'Mean, variance and inverse standard deviation are those of the batch: neither they nor y depend on running statistics or momentum.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    const other = {
      ...call,
      runningMean: mapValues(s.runningMean, (value) => 3 - 2 * value),
      runningVar: mapValues(s.runningVar, (value) => 7 * value),
      momentum: otherMomentum(s, trial.claims),
    };
    await alike(trial, 'trainForward', [call, other], { outputs: ['y', 'mean', 'variance', 'invStd'] });
  },
});

export const singleValue: Clause = clause({
  id: 'BN-3.5',
  level: 'MUST',
  says: 'With one value per channel the mean is that value, the variance is 0, and the inverse standard deviation is 1 / √epsilon.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { maxPerChannel: 1 }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['mean', 'variance', 'invStd']);
  },
});

export const exactSums: Clause = clause({
  id: 'BN-3.6',
  level: 'SHOULD',
  says: 'Where every partial sum is exact, mean and variance are exact.',
  needs: ['trainForward'],
  given: (claims) =>
    scenarios(claims, { families: ['summable'], minPerChannel: 2, sizes: [2, 4, 1], maxPerChannel: 64 }),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    if (layoutOf(s.x.shape, s.axis).perChannel % 2 === 1) return;
    const result = await trial.call('trainForward', call);
    const { mean, variance } = trial.truth('trainForward', call).outputs;
    for (const [output, tensor, exact] of [
      ['mean', result.mean, mean],
      ['variance', result.variance, variance],
    ] as const) {
      if (!tensor || !exact) continue;
      trial.same('exact sums were not exact', { output, tensor, expected: exact.round(tensor.dtype) });
    }
  },
});

export const neverNegative: Clause = clause({
  id: 'BN-3.7',
  level: 'SHOULD',
  says: 'The variance is never negative.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { families: ['constant', 'offset', 'alternating'] }),
  effort: 0.5,
  holds: async (trial, s) => {
    const { variance } = await trial.call('trainForward', callOf.trainForward(s));
    if (variance === undefined) return;
    const index = valuesOf(variance).findIndex((value) => !(value >= 0));
    if (index < 0) return;
    trial.object('the variance is not a number >= 0', { output: 'variance', tensor: variance, index, expected: 0 });
  },
});
