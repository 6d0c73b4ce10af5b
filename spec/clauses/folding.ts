/** BN-16: inference folded into the convolution or linear layer before it. */
import fc from 'fast-check';
import { foldExamples, type FoldConstraints, foldOf, folds, smallFolds } from '../cases/further/fold.ts';
import { mayHaveAffine } from '../cases/claimed-scenarios.ts';
import { mapValues } from '../cases/scenario-variants.ts';
import { checkOwnMemory, checkUnchanged } from '../check/trial/check-purity.ts';
import { type Clause, type ClauseDefinition, clause } from '../check/trial/clause.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { foldedChannels } from '../terms/fold-as-inference.ts';
import { foldClaimsOf, foldAxes } from '../terms/fold-claims.ts';
import type { Fold, FoldLayout } from '../terms/further-contract.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { layerOf, outputsOf, type Walk } from './_convolution.ts';

const outputs = ['weight', 'bias'] as const;

const folding = <Case>(definition: Omit<ClauseDefinition<Case>, 'needs'>): Clause =>
  clause({ ...definition, needs: ['fold'] });

async function both(trial: Trial, call: Fold): Promise<void> {
  await trial.compare('fold', call, outputs);
}

const isGrouped = (layout: FoldLayout): boolean => layout.endsWith('grouped');

export const foldedWeight: Clause = folding({
  id: 'BN-16.1',
  level: 'MUST',
  says: 'The folded weight is weight · gamma / √(variance + epsilon), each value with the entry of its output channel.',
  given: (claims) => folds(claims, { all: true, layouts: (layout) => !isGrouped(layout) }),
  always: (claims) => smallFolds(claims, 1).filter(({ groupAxis }) => groupAxis === undefined),
  holds: async (trial, call) => {
    await trial.compare('fold', call, ['weight']);
  },
});

export const foldedBias: Clause = folding({
  id: 'BN-16.2',
  level: 'MUST',
  says: 'The folded bias is (bias - mean) · gamma / √(variance + epsilon) + beta, each with the entry of its channel.',
  given: (claims) => folds(claims, { all: true }),
  holds: async (trial, call) => {
    await trial.compare('fold', call, ['bias']);
  },
});

export const missingArguments: Clause = folding({
  id: 'BN-16.3',
  level: 'MUST',
  says: 'A missing bias counts as 0, a missing gamma as 1 and a missing beta as 0, each independently of the others.',
  given: (claims) => folds(claims),
  always: (claims) => {
    const [first] = smallFolds(claims, 1);
    const { bias, gamma, beta, ...rest } = first;
    const optional = claims.affine === 'each';
    const together = claims.affine === 'together';
    return [
      { ...rest, ...(gamma && { gamma }), ...(beta && { beta }) },
      ...(optional
        ? [
            { ...first, beta: undefined },
            { ...first, gamma: undefined },
          ].map(withoutUndefined)
        : []),
      ...(optional || together ? [{ ...rest, ...(bias && { bias }) }, rest] : []),
    ];
  },
  holds: both,
});

const withoutUndefined = (call: object): Fold =>
  Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined)) as unknown as Fold;

export const groupedChannels: Clause = folding({
  id: 'BN-16.4',
  level: 'MUST',
  says: 'With groups, the first block of the group axis holds the weights of the first C / groups channels, the next block those of the next, and so on.',
  given: (claims) => folds(claims, { all: true, layouts: isGrouped }),
  always: (claims) =>
    [...smallFolds(claims, 3), ...foldExamples(claims, 3)].filter(({ groupAxis }) => groupAxis !== undefined),
  holds: both,
});

/** A layer with weights of few bits, whose own outputs are doubles, and how it walks over its input. */
type Law = [call: Fold, walk: Walk];

const walks: fc.Arbitrary<Walk> = fc.record({
  stride: fc.constantFrom(1, 2, 3),
  transposed: fc.boolean(),
  groups: fc.constantFrom(1, 2, 3),
  seed: fc.noShrink(fc.nat({ max: 2 ** 31 - 1 })),
});

export const sameLayer: Clause = folding<Law>({
  id: 'BN-16.5',
  level: 'MUST',
  says: 'A convolution or linear layer with the folded weight and bias gives what inference gives after the one with the given ones, whether it is dense or grouped, strided or transposed.',
  given: (claims) => {
    const calls = folds(claims, { families: ['few-bits'], sizes: [2, 1, 3], groups: [2, 3] });
    return calls && fc.tuple(calls, walks);
  },
  simplify: false,
  effort: 0.5,
  holds: async (trial, [call, walk]) => {
    const channels = foldedChannels(call);
    const layer = layerOf(call, { ...walk, groups: channels % walk.groups === 0 ? walk.groups : 1 });
    const { weight, bias } = await trial.call('fold', call);
    const given = call.bias ? valuesOf(call.bias) : new Float64Array(channels);
    const x = tensor('float64', [channels, layer.positions], outputsOf(layer, valuesOf(call.weight), given));
    const { gamma, beta, mean, variance, epsilon } = call;
    const inference = { x, ...(gamma && { gamma }), ...(beta && { beta }), mean, variance, epsilon, axis: 0 };
    const expected = trial.truth('inferForward', inference).outputs.y?.hi ?? new Float64Array(0);
    const actual = outputsOf(layer, valuesOf(weight), valuesOf(bias));
    const bound = allowedOf(trial, call, layer, { weight, bias });
    for (let i = 0; i < bound.length; i++) bound[i] += 2 ** -50 * (Math.abs(expected[i]) + Math.abs(actual[i]));
    const says = 'a layer with the folded weight and bias gives other values than inference after the layer';
    trial.within(says, { output: 'y', tensor: tensor('float64', x.shape, actual), expected, bound });
  },
});

/** Each output may be off by what its weights and its bias may be off by. */
function allowedOf(
  trial: Trial,
  call: Fold,
  { channels, positions, taps }: ReturnType<typeof layerOf>,
  folded: { readonly weight: Tensor; readonly bias: Tensor },
): Float64Array {
  const [ofWeight, ofBias] = outputs.map((name) => trial.bounds('fold', call, name, folded[name].dtype));
  const bound = Float64Array.from({ length: channels * positions }, (_, i) => ofBias[Math.floor(i / positions)]);
  for (const { index, input, output } of taps) bound[output] += Math.abs(input) * ofWeight[index];
  return bound;
}

export const formKept: Clause = folding({
  id: 'BN-16.6',
  level: 'MUST',
  says: 'The folded weight has shape and type of weight, and the folded bias one value per channel and the type of bias, else that of weight.',
  given: (claims) => folds(claims, { sizes: [1, 2, 3], groups: [1, 2, 3] }),
  always: (claims) => {
    // One channel in each group: where a missing check of shapes lets vectors spread.
    const layouts = foldClaimsOf(claims).weights.filter(isGrouped);
    return layouts.flatMap((layout) =>
      foldClaimsOf(claims).weightRanks.flatMap((rank) => {
        const axes = foldAxes(layout, rank);
        if (axes === undefined) return [];
        const sizes = Array.from({ length: rank }, (_, k) => (k === axes.axis || k === axes.groupAxis ? 1 : 2));
        return [foldOf(claims, { layout, sizes, groups: 3 })];
      }),
    );
  },
  holds: async (trial, call) => {
    await trial.call('fold', call);
  },
});

export const anyGamma: Clause = folding({
  id: 'BN-16.7',
  level: 'MUST',
  says: 'Gamma is used as given in folding: its sign matters, and where it is 0, the folded weight is 0 and the folded bias is beta.',
  given: (claims) =>
    mayHaveAffine(claims) ? withVector(claims, 'gamma', [[0], [-1], [0, -2], [-3, 0, 4], [1, 0.5]]) : undefined,
  effort: 0.5,
  holds: both,
});

/** @param choices - values by channel, in turn */
function withVector(
  claims: Claims,
  name: 'gamma' | 'variance',
  choices: readonly (readonly number[])[],
  constraints: FoldConstraints = {},
): fc.Arbitrary<Fold> | undefined {
  const calls = folds(claims, { all: true, ...constraints });
  return (
    calls &&
    fc.tuple(calls, fc.constantFrom(...choices)).map(([call, values]) => {
      const given = call[name] as Tensor;
      const { largest } = formats[given.dtype];
      return { ...call, [name]: mapValues(given, (_, c) => Math.min(largest, values[c % values.length])) };
    })
  );
}

export const anyVariance: Clause = folding({
  id: 'BN-16.8',
  level: 'MUST',
  says: 'The variance may be 0 or of any size in folding, and epsilon is added to it once, whatever its size.',
  given: (claims) =>
    withVector(claims, 'variance', [[1], [0], [1e-4, 0], [1e4, 1e-6], [1e-5, 4, 0], [1e5, 1], [1e9, 1e30]], {
      epsilons: [1, 0.25, 1e-3, 1e-5],
    }),
  holds: both,
});

type Special = [
  call: Fold,
  name: 'weight' | 'bias' | 'gamma' | 'beta' | 'mean' | 'variance',
  at: number,
  value: number,
];

const specials = [Number.NaN, Infinity, -Infinity] as const;

const namesOf = (claims: Claims): Special[1][] => [
  'weight',
  'bias',
  'mean',
  'variance',
  ...(mayHaveAffine(claims) ? (['gamma', 'beta'] as const) : []),
];

export const specialValues: Clause = folding<Special>({
  id: 'BN-16.9',
  level: 'MUST',
  says: 'A NaN or an infinity in an argument of folding gives what the formulas give for it, and touches no result but its own weight or those of its channel.',
  given: (claims) => {
    const calls = folds(claims, { all: true });
    return (
      calls && fc.tuple(calls, fc.constantFrom(...namesOf(claims)), fc.nat({ max: 1000 }), fc.constantFrom(...specials))
    );
  },
  always: (claims) => {
    const [first] = smallFolds(claims, 2);
    return namesOf(claims).flatMap((name) => specials.map((value): Special => [first, name, 1, value]));
  },
  effort: 0.5,
  simplify: false,
  holds: async (trial, [call, name, at, value]) => {
    const given = call[name];
    if (given === undefined) return;
    // The root of a negative variance is another matter.
    const used = name === 'variance' ? Math.abs(value) : value;
    const changed = mapValues(given, (old, i) => (i === at % given.data.length ? used : old));
    await trial.compare('fold', { ...call, [name]: changed }, outputs, { measure: false });
  },
});

export const foldedAccurately: Clause = folding({
  id: 'BN-16.10',
  level: 'MUST',
  says: 'The errors of the folded weight and bias stay within the bounds of the required grade.',
  given: (claims) =>
    folds(claims, { families: ['ordinary', 'near', 'wide'], epsilons: [1, 1e-5, 1e-3, 0.25], sizes: [1, 2, 3, 7] }),
  grades: true,
  holds: async (trial, call) => {
    await trial.compare('fold', call, outputs, { judge: 'required' });
  },
});

/** Two foldings in a row. */
type Pair = [Fold, Fold];

/** Changes that make the second folding of a pair: an answer kept under a key of shapes or of weights is wrong for one of the two. */
const secondOfPair: readonly ((first: Fold, other: Fold) => Fold)[] = [
  (_, other) => other,
  (first) => ({ ...first, weight: mapValues(first.weight, (value) => 1 - 2 * value) }),
  (first) => withOtherVectors(first),
];

function withOtherVectors(call: Fold): Fold {
  const { gamma, beta, bias, mean, variance } = call;
  const other = (t: Tensor): Tensor => mapValues(t, (value) => 1 + value / 2);
  return {
    ...call,
    ...(bias && { bias: other(bias) }),
    ...(gamma && { gamma: other(gamma) }),
    ...(beta && { beta: other(beta) }),
    mean: other(mean),
    variance: other(variance),
  };
}

const pairs = (claims: Claims): fc.Arbitrary<Pair> | undefined => {
  const calls = folds(claims);
  return (
    calls &&
    fc.tuple(calls, calls, fc.constantFrom(...secondOfPair), fc.boolean()).map(([first, other, own, identity]) => {
      const one = identity ? withIdentity(first) : first;
      return [one, own(one, other)];
    })
  );
};

/** A folding that changes nothing, for which a shortcut may return its own arguments: the scale is 1. */
function withIdentity(call: Fold): Fold {
  const root = call.gamma ? 4 : 1;
  return {
    ...call,
    ...(call.gamma && { gamma: mapValues(call.gamma, () => root) }),
    ...(call.beta && { beta: mapValues(call.beta, () => 0) }),
    mean: mapValues(call.mean, () => 0),
    variance: mapValues(call.variance, () => Math.max(0, root ** 2 - call.epsilon)),
  };
}

export const foldedPurely: Clause = folding<Pair>({
  id: 'BN-16.11',
  level: 'MUST',
  says: 'A folding changes no bit of its arguments, and its results share no memory with them, with each other or with earlier results.',
  given: pairs,
  always: (claims) => {
    const layouts = foldClaimsOf(claims).weights;
    const rank = foldClaimsOf(claims).weightRanks[0];
    const one = foldOf(claims, { layout: layouts[0], sizes: Array.from({ length: rank }, () => 2), epsilon: 0.25 });
    return [[withIdentity(one), one]];
  },
  effort: 0.5,
  simplify: false,
  sequence: true,
  holds: async (trial, calls) => {
    for (const call of calls) {
      const outcome = await trial.attempt('fold', call);
      checkUnchanged('fold', outcome);
      checkOwnMemory('fold', outcome);
    }
  },
});

export const foldedAnew: Clause = folding<Pair>({
  id: 'BN-16.12',
  level: 'MUST',
  says: 'A folding depends on its arguments alone, and not on those of calls before it.',
  given: pairs,
  always: (claims) => smallFolds(claims, 4).map((call): Pair => [call, withOtherVectors(call)]),
  effort: 0.5,
  sequence: true,
  holds: async (trial, calls) => {
    for (const [i, call] of calls.entries()) {
      try {
        await both(trial, call);
      } catch (error) {
        throw i === 0 && error instanceof Falsified ? new Falsified(error.message, error.finding, true) : error;
      }
    }
  },
});

/** Sizes around the widths of vectors and blocks: of the channels, of one group, and of the values of a channel. */
const limits = [1, 3, 4, 5, 8, 15, 16, 17, 31, 33, 64, 65, 128, 129, 257, 513, 1025] as const;

export const anySize: Clause = folding({
  id: 'BN-16.13',
  level: 'MUST',
  says: 'What is required of folding holds in any combination of kind of weight, sizes, types, arguments and values.',
  given: (claims) =>
    folds(claims, { families: ['ordinary', 'wide', 'near'], sizes: [1, 2, 3, 5, 8, 17], groups: [1, 2, 5, 7] }),
  always: (claims) => {
    const { weights, weightRanks } = foldClaimsOf(claims);
    return weights.flatMap((layout, i) => {
      const rank = weightRanks.findLast((each) => foldAxes(layout, each) !== undefined);
      const axes = rank === undefined ? undefined : foldAxes(layout, rank);
      if (rank === undefined || axes === undefined) return [];
      return limits.flatMap((limit, k) => {
        const small = Array.from({ length: rank }, (_, axis): number => (axis === (axes.axis === 0 ? 1 : 0) ? 2 : 1));
        const seed = 100 * i + k;
        const dtype = claims.dtypes[(i + k) % claims.dtypes.length];
        return [
          foldOf(claims, { layout, sizes: small.with(axes.axis, limit), groups: 2, dtype, seed }),
          foldOf(claims, {
            layout,
            sizes: small.with(axes.axis, 2).with(axes.axis === 0 ? 1 : 0, limit),
            groups: 2,
            dtype,
            seed,
          }),
        ];
      });
    });
  },
  grades: true,
  holds: async (trial, call) => {
    await trial.compare('fold', call, outputs, { judge: 'required' });
  },
});

export const invalidFolds: Clause = folding({
  id: 'BN-16.14',
  level: 'SHOULD',
  says: 'A folding whose vectors are not as long as it has channels, or whose epsilon is negative, is refused.',
  given: (claims) => {
    const calls = folds(claims, { all: true });
    const spoil: readonly ((call: Fold) => Fold)[] = [
      (call) => ({ ...call, epsilon: -1 }),
      (call) => ({ ...call, mean: longer(call.mean), variance: longer(call.variance) }),
      (call) => ({ ...call, mean: longer(call.mean) }),
    ];
    return calls && fc.tuple(calls, fc.constantFrom(...spoil)).map(([call, change]) => change(call));
  },
  effort: 0.25,
  simplify: false,
  holds: async (trial, call) => {
    const { status } = await trial.outcome('fold', call);
    if (status === 'ok') throw new Falsified('invalid arguments of fold were accepted');
  },
});

const longer = ({ dtype, data, shape }: Tensor): Tensor =>
  tensor(dtype, [shape[0] + 1], [...valuesOf({ dtype, data, shape }), 1]);
