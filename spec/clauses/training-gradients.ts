/** BN-8: gradients where mean and variance depend on x. */
import fc from 'fast-check';
import { callOf, type Scenario, scenarios } from '../cases/scenario.ts';
import { mayHaveAffine } from '../cases/claimed-scenarios.ts';
import { channelVector } from '../cases/scenario-variants.ts';
import { alike } from '../check/trial/same-outputs.ts';
import { type Clause, clause } from '../check/trial/clause.ts';

export const dbeta: Clause = clause({
  id: 'BN-8.1',
  level: 'MUST',
  says: 'In training dbeta is the sum of dy over the channel.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dbeta']);
  },
});

export const dgamma: Clause = clause({
  id: 'BN-8.2',
  level: 'MUST',
  says: 'In training dgamma is the sum of dy times the normalized value over the channel.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dgamma']);
  },
});

export const dx: Clause = clause({
  id: 'BN-8.3',
  level: 'MUST',
  says: 'In training dx is gamma · r · (dy - dbeta / m - x̂ · dgamma / m): the mean and the variance of the batch are differentiated, too.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx']);
  },
});

export const specialUpstream: Clause = clause({
  id: 'BN-8.4',
  level: 'MUST',
  says: 'The formulas of training gradients hold for any dy: constant, a single 1, or proportional to the normalized values.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2, dyFamilies: ['one-hot', 'constant', 'xhat'] }),
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta']);
  },
});

export const missingAffine: Clause = clause({
  id: 'BN-8.5',
  level: 'MUST',
  says: 'In training gradients a missing gamma counts as 1.',
  needs: ['trainBackward'],
  given: (claims) =>
    claims.affine === 'required' ? undefined : scenarios(claims, { minPerChannel: 2, affine: 'none' }),
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta']);
  },
});

export const parametersDoNotEnter: Clause = clause({
  id: 'BN-8.6',
  level: 'MUST',
  says: 'In training dgamma and dbeta do not depend on gamma or beta, and dx does not depend on beta.',
  needs: ['trainBackward'],
  given: (claims) => (mayHaveAffine(claims) ? scenarios(claims, { affine: 'both', minPerChannel: 2 }) : undefined),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainBackward(s);
    const otherBeta = { ...call, beta: channelVector(s, (c) => 4 - 3 * c) };
    await alike(trial, 'trainBackward', [call, otherBeta], { outputs: ['dx', 'dgamma', 'dbeta'] });
    const otherGamma = { ...call, gamma: channelVector(s, (c) => -2 - c) };
    await alike(trial, 'trainBackward', [call, otherGamma], { outputs: ['dgamma', 'dbeta'] });
  },
});

export const singleValue: Clause = clause({
  id: 'BN-8.7',
  level: 'MUST',
  says: 'With one value per channel dx and dgamma are 0 and dbeta is dy.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, { maxPerChannel: 1 }),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta']);
  },
});

export const epsilonInGradients: Clause = clause({
  id: 'BN-8.8',
  level: 'MUST',
  says: 'Training gradients use the same epsilon as the forward pass, however far below or above the variance it lies.',
  needs: ['trainBackward'],
  given: (claims) =>
    scenarios(claims, {
      minPerChannel: 2,
      families: ['ordinary', 'hard', 'small'],
      epsilons: [1, 1e-5, 1e-3, 1e-8, 10, 100],
    }),
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma']);
  },
});

/** The statistics of the batch, and others: the given values must be used, not those that could be computed from x. */
const saved: readonly ((s: Scenario) => Scenario)[] = [
  (s) => s,
  (s) => ({ ...s, savedMean: s.runningMean }),
  (s) => ({ ...s, savedInvStd: channelVector(s, (c) => [0.5, 300, 1e-3][c % 3]) }),
  (s) => ({ ...s, savedInvStd: channelVector(s, (c) => [1e4, 1e-6, 2000][c % 3]) }),
];

export const savedStatistics: Clause = clause({
  id: 'BN-8.9',
  level: 'MUST',
  says: 'Gradients from saved statistics are the training formulas with the given mean and the given inverse standard deviation in place of the batch’s own.',
  needs: ['savedBackward'],
  given: (claims) =>
    fc.tuple(scenarios(claims, { minPerChannel: 2 }), fc.constantFrom(...saved)).map(([s, by]) => by(s)),
  holds: async (trial, s) => {
    await trial.compare('savedBackward', callOf.savedBackward(s), ['dx', 'dgamma', 'dbeta']);
  },
});
