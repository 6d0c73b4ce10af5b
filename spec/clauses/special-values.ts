/** BN-10: NaN, infinities, negative variances. What is special stays in its channel. */
import fc from 'fast-check';
import { callOf, type Scenario, scenarios } from '../cases/scenario.ts';
import { channelVector, inject, mapValues } from '../cases/variants.ts';
import { type Clause, clause } from '../clause.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import type { Trial } from '../trial.ts';

const two = { minPerChannel: 2, channels: [2, 1, 3] };

/** A scenario and a value to put somewhere into it. */
function withSpecial(
  claims: Claims,
  values: readonly number[],
  change: (s: Scenario, value: number, c: number, i: number) => Scenario,
): fc.Arbitrary<Scenario> {
  return fc
    .tuple(scenarios(claims, two), fc.constantFrom(...values), fc.nat({ max: 2 }), fc.nat({ max: 59 }))
    .map(([s, value, c, i]) => change(s, value, c, i));
}

const intoX = (s: Scenario, value: number, c: number, i: number): Scenario => ({
  ...s,
  x: inject(s.x, s.axis, c, i, value),
});

const intoDy = (s: Scenario, value: number, c: number, i: number): Scenario => ({
  ...s,
  dy: inject(s.dy, s.axis, c, i, value),
});

const oneChannel = (t: Tensor, c: number, value: number): Tensor =>
  mapValues(t, (old, at) => (at === c % t.data.length ? value : old));

export const nanInTraining: Clause = clause({
  id: 'BN-10.1',
  level: 'MUST',
  says: 'A NaN in x makes mean, variance and every y of its channel NaN in training, and its running statistics too.',
  needs: ['trainForward'],
  given: (claims) => withSpecial(claims, [Number.NaN], intoX),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    const outputs = ['y', 'mean', 'variance', 'runningMean', 'runningVar'] as const;
    await trial.compare('trainForward', callOf.trainForward(s), outputs, { measure: false });
  },
});

export const infinityInTraining: Clause = clause({
  id: 'BN-10.2',
  level: 'MUST',
  says: 'An infinity in x makes the variance and every y of its channel NaN in training.',
  needs: ['trainForward'],
  given: (claims) => withSpecial(claims, [Infinity, -Infinity], intoX),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y', 'variance'], { measure: false });
  },
});

export const nanInInference: Clause = clause({
  id: 'BN-10.3',
  level: 'MUST',
  says: 'In inference a NaN in x makes its own y NaN and no other.',
  needs: ['inferForward'],
  given: (claims) => withSpecial(claims, [Number.NaN], intoX),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

export const infinityInInference: Clause = clause({
  id: 'BN-10.4',
  level: 'MUST',
  says: 'In inference an infinity in x gives an infinity in its own y, with the sign of x times the sign of gamma.',
  needs: ['inferForward'],
  given: (claims) => withSpecial(claims, [Infinity, -Infinity], intoX),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

export const nanUpstream: Clause = clause({
  id: 'BN-10.5',
  level: 'MUST',
  says: 'A NaN in dy makes dgamma, dbeta and every dx of its channel NaN in training.',
  needs: ['trainBackward'],
  given: (claims) => withSpecial(claims, [Number.NaN], intoDy),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta'], { measure: false });
  },
});

export const nanInputBackward: Clause = clause({
  id: 'BN-10.6',
  level: 'MUST',
  says: 'A NaN in x makes dgamma and every dx of its channel NaN in training, and leaves dbeta as it is.',
  needs: ['trainBackward'],
  given: (claims) => withSpecial(claims, [Number.NaN], intoX),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta'], { measure: false });
  },
});

export const nanUpstreamInference: Clause = clause({
  id: 'BN-10.7',
  level: 'MUST',
  says: 'In inference a NaN in dy makes its own dx NaN, and dgamma and dbeta of its channel, and nothing else.',
  needs: ['inferBackward'],
  given: (claims) => withSpecial(claims, [Number.NaN], intoDy),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferBackward', callOf.inferBackward(s), ['dx', 'dgamma', 'dbeta'], { measure: false });
  },
});

export const negativeVariance: Clause = clause({
  id: 'BN-10.8',
  level: 'MUST',
  says: 'In inference a channel whose variance plus epsilon is negative gives NaN.',
  needs: ['inferForward'],
  given: (claims) =>
    withSpecial(claims, [-16, -1000], (s, value, c) => ({ ...s, runningVar: oneChannel(s.runningVar, c, value) })),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

export const nanParameters: Clause = clause({
  id: 'BN-10.9',
  level: 'MUST',
  says: 'A NaN in gamma, beta or a given statistic makes every y of its channel NaN and of no other.',
  needs: ['inferForward'],
  given: (claims) =>
    fc
      .tuple(
        scenarios(claims, { ...two, affine: 'both' }),
        fc.constantFrom('gamma', 'beta', 'runningMean', 'runningVar'),
        fc.nat({ max: 2 }),
      )
      .map(([s, name, c]) => ({ ...s, [name]: oneChannel(s[name] as Tensor, c, Number.NaN) })),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

export const infiniteVariance: Clause = clause({
  id: 'BN-10.10',
  level: 'SHOULD',
  says: 'In inference an infinite variance gives beta for every finite x.',
  needs: ['inferForward'],
  given: (claims) =>
    withSpecial(claims, [Infinity], (s, value, c) => ({ ...s, runningVar: oneChannel(s.runningVar, c, value) })),
  effort: 0.25,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

export const zeroSigns: Clause = clause({
  id: 'BN-10.11',
  level: 'MUST',
  says: 'Zeros of either sign in x, dy, gamma and beta are numbers like any other: results are finite and right.',
  needs: ['trainForward'],
  given: (claims) =>
    scenarios(claims, { minPerChannel: 2, affine: 'both', families: ['centred'] }).map((s) => ({
      ...s,
      x: mapValues(s.x, (value, i) => (i % 3 === 0 ? -0 : value)),
      gamma: channelVector(s, (c) => (c % 2 === 0 ? 0 : -0)),
      beta: channelVector(s, (c) => (c % 2 === 0 ? -0 : 0)),
      dy: mapValues(s.dy, (value, i) => (i % 2 === 0 ? -0 : value)),
    })),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
    await backwardIfOffered(trial, s);
  },
});

async function backwardIfOffered(trial: Trial, s: Scenario): Promise<void> {
  if (trial.offers('trainBackward')) {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta']);
  }
}
