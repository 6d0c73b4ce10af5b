/** BN-10: NaN, infinities, negative variances. A special value stays in its channel. */
import fc from 'fast-check';
import { callOf, type Scenario, scenarioOf, scenarios } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { claimed, mayHaveAffine } from '../cases/claimed-scenarios.ts';
import { channelVector, inject, mapValues } from '../cases/scenario-variants.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { channelOf, layoutOf } from '../terms/layout.ts';
import { type Calls, type Operation, snakeCase, type TensorName, throughStatistics } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Trial } from '../check/trial/trial.ts';
import { backwardPasses, eachOffered, everyOutput } from './_every-output.ts';

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

const gradientsThroughStatistics = backwardPasses.filter(throughStatistics);

/** The channel of the one special value of x or dy. */
const channelHit = (s: Scenario, t: Tensor): number =>
  channelOf(
    layoutOf(s.x.shape, s.axis),
    valuesOf(t).findIndex((value) => !Number.isFinite(value)),
  );

/** A compensated sum turns an infinity into NaN; a plain sum keeps it, with its sign. */
function notFinite<O extends Operation>(
  trial: Trial,
  operation: O,
  call: Calls[O],
  { name, actual, hit }: { readonly name: TensorName; readonly actual: Tensor; readonly hit: number },
): void {
  const expected = trial.truth(operation, call).outputs[name]?.hi[hit] ?? Number.NaN;
  const value = valuesOf(actual)[hit];
  if (!Number.isNaN(value) && value !== expected) {
    const says = `a value that is not finite is lost in ${snakeCase(name)}`;
    trial.object(says, { output: name, tensor: actual, index: hit, expected });
  }
}

const oneChannel = (t: Tensor, c: number, value: number): Tensor =>
  mapValues(t, (old, at) => (at === c % t.data.length ? value : old));

type Vector = 'gamma' | 'beta' | 'runningMean' | 'runningVar' | 'savedMean' | 'savedInvStd';

/** A NaN in one channel of one of these vectors, as far as the claims allow them. */
function withNaN(claims: Claims, names: readonly Vector[]): fc.Arbitrary<Scenario> | undefined {
  const allowed = names.filter((name) => mayHaveAffine(claims) || (name !== 'gamma' && name !== 'beta'));
  if (allowed.length === 0) return undefined;
  return fc
    .tuple(scenarios(claims, { ...two, affine: 'both' }), fc.constantFrom(...allowed), fc.nat({ max: 2 }))
    .map(([s, name, c]) => ({ ...s, [name]: oneChannel(s[name] as Tensor, c, Number.NaN) }));
}

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
  needs: [],
  given: (claims) => withSpecial(claims, [Number.NaN], intoDy),
  effort: 0.5,
  simplify: false,
  holds: (trial, s) => everyOutput(trial, s, gradientsThroughStatistics, { measure: false }),
});

export const nanInputBackward: Clause = clause({
  id: 'BN-10.6',
  level: 'MUST',
  says: 'A NaN in x makes dgamma and every dx of its channel NaN in training, and does not affect dbeta.',
  needs: [],
  given: (claims) => withSpecial(claims, [Number.NaN], intoX),
  effort: 0.5,
  simplify: false,
  holds: (trial, s) => everyOutput(trial, s, gradientsThroughStatistics, { measure: false }),
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
  level: 'SHOULD',
  says: 'In inference a channel whose variance plus epsilon is negative gives NaN, in the backward pass too.',
  needs: [],
  given: (claims) =>
    withSpecial(claims, [-16, -1000], (s, value, c) => ({ ...s, runningVar: oneChannel(s.runningVar, c, value) })),
  effort: 0.5,
  simplify: false,
  holds: (trial, s) =>
    eachOffered(trial, ['inferForward', 'inferBackward'], async (operation) => {
      const call = callOf[operation](s);
      const answer: NamedTensors = await trial.call(operation, call);
      // Nothing is judged by bounds here: no data have such a variance.
      const { outputs } = trial.truth(operation, call);
      for (const [name, { hi }] of Object.entries(outputs) as [TensorName, { hi: Float64Array }][]) {
        const actual = answer[name];
        const index = actual
          ? valuesOf(actual).findIndex((value, i) => Number.isNaN(hi[i]) && !Number.isNaN(value))
          : -1;
        if (actual === undefined || index < 0) continue;
        const says = `${snakeCase(name)} is a number where variance plus epsilon is negative`;
        trial.object(says, { output: name, tensor: actual, index, expected: Number.NaN });
      }
    }),
});

export const nanParameters: Clause = clause({
  id: 'BN-10.9',
  level: 'MUST',
  says: 'A NaN in gamma, beta or a given statistic makes every y of its channel NaN, and no y of any other channel.',
  needs: ['inferForward'],
  given: (claims) => withNaN(claims, ['gamma', 'beta', 'runningMean', 'runningVar']),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

export const infiniteVariance: Clause = clause({
  id: 'BN-10.10',
  level: 'SHOULD',
  says: 'In inference with an infinite variance, y is beta for every finite x.',
  needs: ['inferForward'],
  given: (claims) =>
    withSpecial(claims, [Infinity], (s, value, c) => ({ ...s, runningVar: oneChannel(s.runningVar, c, value) })),
  effort: 0.25,
  simplify: false,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y'], { measure: false });
  },
});

const smallest = (claims: Claims): Scenario => scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 4 }));

/** Every third value is a zero; the others stay. */
const withZeros = (t: Tensor): Tensor => mapValues(t, (value, i) => (i % 3 === 0 ? -0 : value));
const allZero = (t: Tensor): Tensor => mapValues(t, (_, i) => (i % 2 === 0 ? 0 : -0));

/** Zeros in one argument at a time, so that no other zero hides them, and in all of them. */
const zeroed: readonly ((s: Scenario) => Scenario)[] = [
  (s) => ({ ...s, x: withZeros(s.x) }),
  (s) => ({ ...s, dy: withZeros(s.dy) }),
  (s) => ({ ...s, gamma: channelVector(s, (c) => (c % 2 === 0 ? 0 : -0)) }),
  (s) => ({ ...s, beta: channelVector(s, (c) => (c % 2 === 0 ? -0 : 0)) }),
  (s) => ({ ...s, x: allZero(s.x) }),
  (s) => ({ ...s, dy: allZero(s.dy) }),
];

const everyZero = (s: Scenario): Scenario => zeroed.slice(0, 4).reduce((changed, change) => change(changed), s);

export const zeroSigns: Clause = clause({
  id: 'BN-10.11',
  level: 'MUST',
  says: 'Zeros of either sign in x, dy, gamma and beta are numbers like any other: results are finite and right.',
  needs: [],
  given: (claims) =>
    fc
      .tuple(scenarios(claims, { minPerChannel: 2, affine: 'both' }), fc.constantFrom(everyZero, ...zeroed))
      .map(([s, change]) => claimed(claims, change(s))),
  always: (claims) => zeroed.map((change) => claimed(claims, change(smallest(claims)))),
  effort: 0.5,
  simplify: false,
  holds: (trial, s) => everyOutput(trial, s),
});

/** Initial values of a layer, one vector at a time next to others that training has changed. */
const starting: readonly ((s: Scenario) => Scenario)[] = [
  (s) => ({ ...s, gamma: channelVector(s, () => 1) }),
  (s) => ({ ...s, beta: channelVector(s, () => 0) }),
  (s) => ({ ...s, runningMean: channelVector(s, () => 0), savedMean: channelVector(s, () => 0) }),
  (s) => ({ ...s, runningVar: channelVector(s, () => 1) }),
];

const fresh = (s: Scenario): Scenario => starting.reduce((changed, change) => change(changed), s);

export const freshLayer: Clause = clause({
  id: 'BN-10.17',
  level: 'MUST',
  says: 'The values that a new layer starts with, gamma 1, beta 0, running mean 0 and running variance 1, are numbers like any other.',
  needs: [],
  given: (claims) =>
    fc
      .tuple(scenarios(claims, { minPerChannel: 2, affine: 'both' }), fc.constantFrom(fresh, ...starting))
      .map(([s, change]) => claimed(claims, change(s))),
  always: (claims) => [fresh, ...starting].map((change) => claimed(claims, change(smallest(claims)))),
  effort: 0.5,
  simplify: false,
  holds: (trial, s) => everyOutput(trial, s),
});

export const specialInputInferenceBackward: Clause = clause({
  id: 'BN-10.12',
  level: 'MUST',
  says: 'In inference gradients a NaN or an infinity in x makes dgamma of its channel infinite or NaN, and affects neither dx nor dbeta.',
  needs: ['inferBackward'],
  given: (claims) => withSpecial(claims, [Number.NaN, Infinity, -Infinity], intoX),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    const call = callOf.inferBackward(s);
    const { dgamma } = await trial.compare('inferBackward', call, ['dx', 'dgamma', 'dbeta'], { measure: false });
    if (dgamma) notFinite(trial, 'inferBackward', call, { name: 'dgamma', actual: dgamma, hit: channelHit(s, s.x) });
  },
});

export const infinityUpstream: Clause = clause({
  id: 'BN-10.13',
  level: 'MUST',
  says: 'With an infinity in dy, dbeta of its channel is not finite, and in training no dx of that channel is; in inference it makes its own dx infinite, and no other.',
  needs: [],
  given: (claims) => withSpecial(claims, [Infinity, -Infinity], intoDy),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    const layout = layoutOf(s.x.shape, s.axis);
    const hit = channelHit(s, s.dy);
    await eachOffered(trial, backwardPasses, async (operation) => {
      const call = callOf[operation](s);
      const { dx, dbeta } = await trial.compare(operation, call, ['dx', 'dbeta'], { measure: false });
      if (dbeta) notFinite(trial, operation, call, { name: 'dbeta', actual: dbeta, hit });
      if (!throughStatistics(operation)) return;
      const index = valuesOf(dx).findIndex((value, i) => channelOf(layout, i) === hit && Number.isFinite(value));
      if (index < 0) return;
      trial.object('an infinity in dy left dx finite', { output: 'dx', tensor: dx, index, expected: Number.NaN });
    });
  },
});

export const nanParametersTraining: Clause = clause({
  id: 'BN-10.14',
  level: 'MUST',
  says: 'In training a NaN in gamma or beta makes every y of its channel NaN, and affects neither statistics nor other channels.',
  needs: ['trainForward'],
  given: (claims) => withNaN(claims, ['gamma', 'beta']),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    const outputs = ['y', 'mean', 'variance', 'runningMean', 'runningVar'] as const;
    await trial.compare('trainForward', callOf.trainForward(s), outputs, { measure: false });
  },
});

export const nanParametersBackward: Clause = clause({
  id: 'BN-10.15',
  level: 'MUST',
  says: 'In gradients a NaN in gamma makes exactly the dx of its channel NaN, and a NaN in a given statistic exactly the results that are computed from it.',
  needs: [],
  given: (claims) => withNaN(claims, ['gamma', 'runningMean', 'runningVar', 'savedMean', 'savedInvStd']),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    await everyOutput(trial, s, backwardPasses, { measure: false });
  },
});

export const nanRunning: Clause = clause({
  id: 'BN-10.16',
  level: 'MUST',
  says: 'In training a NaN in an old running statistic stays in that statistic of its channel and does not affect y.',
  needs: ['trainForward'],
  given: (claims) => withNaN(claims, ['runningMean', 'runningVar']),
  effort: 0.5,
  simplify: false,
  holds: async (trial, s) => {
    const outputs = ['y', 'runningMean', 'runningVar'] as const;
    await trial.compare('trainForward', callOf.trainForward(s), outputs, { measure: false });
  },
});
