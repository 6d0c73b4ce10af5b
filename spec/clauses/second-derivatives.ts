/** BN-17: the gradient of the training gradient. */
import fc from 'fast-check';
import { everyPair, callOfCombination, type Combination, combinations } from '../cases/combination.ts';
import { mayHaveAffine } from '../cases/claimed-scenarios.ts';
import {
  cotangentSets,
  doubleBackwardExamples,
  doubleBackwardOf,
  doubleBackwards,
  type SecondConstraints,
} from '../cases/further/double-backward.ts';
import { scenarioOf } from '../cases/scenario.ts';
import { inject, mapValues } from '../cases/scenario-variants.ts';
import { shapeOf } from '../cases/shape.ts';
import { checkOwnMemory, checkUnchanged } from '../check/trial/check-purity.ts';
import { type Clause, type ClauseDefinition, clause } from '../check/trial/clause.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Claims, Tensor, TrainBackward } from '../terms/contract.ts';
import type { DoubleBackward } from '../terms/further-contract.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { changesOfX, differenceOf } from './_finite-differences.ts';
import { lawOfOwnGradient, lawOfSymmetry, sumOfParts } from './_second-derivative-laws.ts';
import { everySize } from './_sizes.ts';

const outputs = ['ddy', 'dx', 'dgamma'] as const;

const second = <Case = DoubleBackward>(definition: Omit<ClauseDefinition<Case>, 'needs'>): Clause =>
  clause({ ...definition, needs: ['doubleBackward'] });

const all = async (trial: Trial, call: DoubleBackward): Promise<void> => {
  await trial.compare('doubleBackward', call, outputs);
};

const some =
  (constraints: SecondConstraints = {}) =>
  (claims: Claims): fc.Arbitrary<DoubleBackward> =>
    doubleBackwards(claims, constraints);

export const ddy: Clause = second({
  id: 'BN-17.1',
  level: 'MUST',
  says: 'ddy is gamma · r · Q(ddx) + ddgamma · x̂ + ddbeta, the gradient by dy.',
  given: some(),
  holds: async (trial, call) => {
    await trial.compare('doubleBackward', call, ['ddy']);
  },
});

export const dgammaOfSecond: Clause = second({
  id: 'BN-17.2',
  level: 'MUST',
  says: 'dgamma is the sum of ddx · r · Q(dy), the gradient by gamma: it does not contain gamma.',
  given: some(),
  holds: async (trial, call) => {
    await trial.compare('doubleBackward', call, ['dgamma']);
  },
});

export const dxOfSecond: Clause = second({
  id: 'BN-17.3',
  level: 'MUST',
  says: 'dx is ddgamma · r · Q(dy) - gamma · r² · (x̂ · mean(ddx · Q(dy)) + mean(dy · x̂) · Q(ddx) + mean(ddx · x̂) · Q(dy)): the mean and the variance of the batch are differentiated once more.',
  given: some(),
  holds: async (trial, call) => {
    await trial.compare('doubleBackward', call, ['dx']);
  },
});

export const missingCotangents: Clause = second({
  id: 'BN-17.4',
  level: 'MUST',
  says: 'A cotangent that is not given counts as 0 in every result, whichever of the others are given.',
  given: some({ cotangents: cotangentSets }),
  always: (claims) => doubleBackwardExamples(claims, 3),
  holds: all,
});

export const missingGamma: Clause = second({
  id: 'BN-17.5',
  level: 'MUST',
  says: 'In second derivatives a missing gamma counts as 1 in every result, and beta enters none.',
  given: (claims) =>
    claims.affine === 'required' ? undefined : doubleBackwards(claims, { affine: 'none', cotangents: cotangentSets }),
  effort: 0.5,
  holds: all,
});

export const anyCotangent: Clause = second({
  id: 'BN-17.6',
  level: 'MUST',
  says: 'The formulas of second derivatives hold in every result for any dy and ddx: constant, a single 1, or proportional to the normalized values.',
  given: some({ dyFamilies: ['one-hot', 'constant', 'xhat'], ddxFamilies: ['random', 'xhat', 'one-hot', 'constant'] }),
  holds: all,
});

export const epsilonInSecond: Clause = second({
  id: 'BN-17.7',
  level: 'MUST',
  says: 'Second derivatives use the same epsilon as the forward pass in every result, however far below or above the variance it lies.',
  given: some({ families: ['ordinary', 'hard', 'small'], epsilons: [1, 1e-5, 1e-3, 1e-8, 10, 100] }),
  holds: all,
});

export const singleValueInSecond: Clause = second({
  id: 'BN-17.8',
  level: 'MUST',
  says: 'With one value per channel ddy is ddbeta, and dx and dgamma are 0.',
  given: some({ minPerChannel: 1, maxPerChannel: 1 }),
  effort: 0.5,
  holds: all,
});

export const sumOfCotangents: Clause = second({
  id: 'BN-17.9',
  level: 'MUST',
  says: 'Second derivatives are linear in the cotangents: the results for ddx, for ddgamma and for ddbeta alone add up to those for all three.',
  given: some({ affine: 'both' }),
  effort: 0.5,
  simplify: false,
  holds: sumOfParts,
});

export const symmetry: Clause = second({
  id: 'BN-17.10',
  level: 'MUST',
  says: 'Second derivatives are symmetric: the results for one set of cotangents, weighted by another set, add up to as much as those for the other, weighted by the first.',
  given: (claims) => fc.tuple(doubleBackwards(claims), fc.noShrink(fc.nat({ max: 1000 }))),
  effort: 0.5,
  simplify: false,
  holds: lawOfSymmetry,
});

export const ownGradient: Clause = clause({
  id: 'BN-17.11',
  level: 'MUST',
  says: 'The sum of dy · ddy is that of ddx · dx + ddgamma · dgamma + ddbeta · dbeta, with the implementation’s own training gradients.',
  needs: ['doubleBackward', 'trainBackward'],
  given: some(),
  effort: 0.5,
  simplify: false,
  holds: lawOfOwnGradient,
});

export const ownFiniteDifferences: Clause = clause({
  id: 'BN-17.12',
  level: 'MUST',
  says: 'dx of second derivatives is the derivative of the implementation’s own training gradients.',
  needs: ['doubleBackward', 'trainBackward'],
  given: some({ families: ['centred', 'ordinary'], maxPerChannel: 12, channels: [1, 2] }),
  effort: 0.5,
  simplify: false,
  holds: async (trial, call) => {
    for (const change of changesOfX(call)) await differenceOf(trial, call, change);
  },
});

/** A NaN at a place of one argument. */
const withNaN = (call: DoubleBackward, name: keyof DoubleBackward, at: number): DoubleBackward => {
  const given = call[name];
  if (typeof given !== 'object') return call;
  const channels = call.x.shape[call.axis];
  const changed =
    given.shape.length === 1
      ? mapValues(given, (old, c) => (c === at % channels ? NaN : old))
      : inject(given, call.axis, at % channels, at, NaN);
  return { ...call, [name]: changed };
};

export const nanInSecond: Clause = second({
  id: 'BN-17.13',
  level: 'MUST',
  says: 'A NaN in an argument makes the results of its channel that depend on it NaN, and no others: ddy does not depend on dy, nor dgamma on gamma, ddgamma and ddbeta, nor dx on ddbeta.',
  given: (claims) => {
    const names = [
      'x',
      'dy',
      'ddx',
      ...(mayHaveAffine(claims) ? (['gamma', 'ddgamma', 'ddbeta'] as const) : []),
    ] as const;
    return fc
      .tuple(
        doubleBackwards(claims, { affine: 'both', channels: [2, 1, 3] }),
        fc.constantFrom(...names),
        fc.nat({ max: 59 }),
      )
      .map(([call, name, at]) => withNaN(call, name, at));
  },
  always: (claims) => {
    const [call] = doubleBackwardExamples(claims, 5);
    return (Object.keys(call) as (keyof DoubleBackward)[]).map((name, at) => withNaN(call, name, at));
  },
  effort: 0.5,
  simplify: false,
  holds: async (trial, call) => {
    await trial.compare('doubleBackward', call, outputs, { measure: false });
  },
});

export const secondAccurately: Clause = second({
  id: 'BN-17.14',
  level: 'MUST',
  says: 'The errors of every result of second derivatives stay within the bounds of the required grade, at any offset of x, dy and ddx and at the exact mean.',
  given: some({
    families: ['ordinary', 'offset', 'symmetric', 'alternating', 'outlier', 'constant'],
    dyFamilies: ['random', 'constant', 'one-hot'],
    ddxFamilies: ['random', 'constant', 'one-hot', 'xhat'],
    shifts: [0, 0, 1000, -20_000],
    epsilons: [1, 1e-5, 1e-3, 0.25],
  }),
  grades: true,
  holds: async (trial, call) => {
    await trial.compare('doubleBackward', call, outputs, { judge: 'required' });
  },
});

/** Sizes that leave a rest beyond whole vectors of 2, 4, 8 or 16 values. */
const tails = [3, 5, 6, 7, 9, 17] as const;

/** As many samples, positions and channels. */
const sizedAlike = (claims: Claims, size: number): DoubleBackward[] =>
  [
    { channels: 1, batch: size },
    { channels: 1, batch: 1, positions: size },
    { channels: size, batch: 2 },
  ].map((extent) => doubleBackwardOf(scenarioOf(claims, { ...shapeOf(claims, extent), seed: size }), { seed: size }));

export const secondOfAnySize: Clause = second({
  id: 'BN-17.15',
  level: 'MUST',
  says: 'Second derivatives handle every size in the same way, and all values of a channel contribute to the results of that channel.',
  given: some(everySize),
  always: (claims) => tails.flatMap((size) => sizedAlike(claims, size)),
  effort: 0.5,
  holds: all,
});

/** The same tensors the other way round. */
const reversed = ({ dtype, shape, data }: Tensor): Tensor =>
  tensor(dtype, shape, valuesOf({ dtype, shape, data }).toReversed());

/** dy is one of the conditions that are combined; its own values in another order are the cotangent of dx. */
function withCotangents(combination: Combination): DoubleBackward {
  const call: TrainBackward = callOfCombination('trainBackward', combination);
  const { gamma, beta, dy } = call;
  const vary = (t: Tensor, by: number): Tensor => mapValues(t, (_, c) => [1, -0.5, 2, 0.25][c % 4] * by);
  return {
    ...call,
    ddx: reversed(dy),
    ...(gamma && { ddgamma: vary(gamma, 1) }),
    ...(gamma && beta && { ddbeta: vary(beta, -3) }),
  };
}

export const secondCombined: Clause = second<Combination>({
  id: 'BN-17.16',
  level: 'MUST',
  says: 'What is required of the results of second derivatives holds in any combination of shape, types, arguments and values.',
  given: combinations,
  always: everyPair,
  grades: true,
  effort: 0.5,
  holds: async (trial, combination) => {
    const call = withCotangents(combination);
    const result = await trial.callPurely('doubleBackward', call);
    trial.judge({ operation: 'doubleBackward', call, result }, outputs, { judge: 'required' });
  },
});

/** Two calls in a row. */
type Pair = [DoubleBackward, DoubleBackward];

/** Changes that make the second call of a pair: an argument or an answer kept of the first is wrong for it. */
const secondOfPair: readonly ((first: DoubleBackward, other: DoubleBackward) => DoubleBackward)[] = [
  (_, other) => other,
  (first) => ({ ...first, dy: mapValues(first.dy, (value) => 1 - 2 * value) }),
  (first) => withDdxAlone(first),
];

const withDdxAlone = ({ ddgamma: _g, ddbeta: _b, ...call }: DoubleBackward): DoubleBackward => ({
  ...call,
  ddx: call.ddx ?? call.dy,
});

const pairs = (claims: Claims): fc.Arbitrary<Pair> => {
  const calls = doubleBackwards(claims, { cotangents: cotangentSets });
  return fc
    .tuple(calls, calls, fc.constantFrom(...secondOfPair))
    .map(([first, other, own]) => [first, own(first, other)]);
};

/** Each set of cotangents, and then ddx alone. */
const pairExamples = (claims: Claims): Pair[] =>
  doubleBackwardExamples(claims, 7).map((call): Pair => [call, withDdxAlone(call)]);

export const secondPurely: Clause = second<Pair>({
  id: 'BN-17.17',
  level: 'MUST',
  says: 'Second derivatives change no bit of their arguments, and share no memory with them, with each other or with earlier results.',
  given: pairs,
  always: pairExamples,
  effort: 0.5,
  simplify: false,
  sequence: true,
  holds: async (trial, calls) => {
    for (const call of calls) {
      const outcome = await trial.attempt('doubleBackward', call);
      checkUnchanged('doubleBackward', outcome);
      checkOwnMemory('doubleBackward', outcome);
    }
  },
});

export const secondAnew: Clause = second<Pair>({
  id: 'BN-17.18',
  level: 'MUST',
  says: 'In second derivatives the results depend on the arguments of their call alone, and not on those of calls before it.',
  given: pairs,
  always: pairExamples,
  effort: 0.5,
  sequence: true,
  holds: async (trial, calls) => {
    for (const [i, call] of calls.entries()) {
      try {
        await all(trial, call);
      } catch (error) {
        throw i === 0 && error instanceof Falsified ? new Falsified(error.message, error.finding, true) : error;
      }
    }
  },
});

const longer = (t: Tensor): Tensor => tensor(t.dtype, [t.shape[0] + 1], [...valuesOf(t), 1]);

export const invalidSecond: Clause = second({
  id: 'BN-17.19',
  level: 'SHOULD',
  says: 'Second derivatives with a negative epsilon, or with cotangents of another shape than what they belong to, are refused.',
  given: (claims) => {
    const spoil: readonly ((call: DoubleBackward) => DoubleBackward)[] = [
      (call) => ({ ...call, epsilon: -1 }),
      (call) => (call.ddgamma ? { ...call, ddgamma: longer(call.ddgamma) } : { ...call, epsilon: -2 }),
      (call) => (call.ddbeta ? { ...call, ddbeta: longer(call.ddbeta) } : { ...call, epsilon: -3 }),
    ];
    return fc.tuple(doubleBackwards(claims), fc.constantFrom(...spoil)).map(([call, change]) => change(call));
  },
  effort: 0.25,
  simplify: false,
  holds: async (trial, call) => {
    const { status } = await trial.outcome('doubleBackward', call);
    if (status === 'ok') throw new Falsified('invalid arguments of double_backward were accepted');
  },
});
