/** BN-18, forward mode through inference. */
import fc from 'fast-check';
import { combinations, everyPair, type Combination } from '../cases/combination.ts';
import {
  inferTangentExamples,
  inferTangentOf,
  inferTangents,
  type TangentConstraints,
  tangentCases,
  tangentSets,
} from '../cases/further/tangents.ts';
import { mapValues } from '../cases/scenario-variants.ts';
import { type Clause, type ClauseDefinition, clause } from '../check/trial/clause.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import type { InferTangent } from '../terms/further-contract.ts';
import { everySize } from './_sizes.ts';
import {
  bothOutputs,
  combinedTangents,
  dependsOnItsCall,
  keepsArguments,
  pairsOf,
  sizedAlike,
  tensorsOf,
  withNaN,
  withTxAlone,
} from './_tangent-clause.ts';
import { lawOfOwnBackward, lawOfOwnForward } from './_tangent-laws.ts';

const operation = 'inferTangent';

const inference = <Case = InferTangent>(definition: Omit<ClauseDefinition<Case>, 'needs'>): Clause =>
  clause({ ...definition, needs: [operation] });

const ty = async (trial: Trial, call: InferTangent): Promise<void> => {
  await trial.compare(operation, call, ['ty']);
};

const some =
  (constraints: TangentConstraints = {}) =>
  (claims: Claims): fc.Arbitrary<InferTangent> =>
    inferTangents(claims, constraints);

export const tyOfInference: Clause = inference({
  id: 'BN-18.16',
  level: 'MUST',
  says: 'In inference ty is gamma · (r · (tx - tmean) - r² · x̂ · tvariance / 2) + tgamma · x̂ + tbeta.',
  given: some(),
  holds: ty,
});

export const yOfInference: Clause = inference({
  id: 'BN-18.17',
  level: 'MUST',
  says: 'In inference y beside tangents is that of the forward pass, whatever the tangents are.',
  given: some({ tangents: tangentSets, shifts: [0, 1000] }),
  effort: 0.5,
  holds: async (trial, call) => {
    await trial.compare(operation, call, ['y']);
  },
});

export const missingInInference: Clause = inference({
  id: 'BN-18.18',
  level: 'MUST',
  says: 'In inference a tangent that is not given counts as 0, each independently of the others, and a missing gamma as 1; beta enters no ty.',
  given: some({ tangents: tangentSets }),
  always: (claims) => inferTangentExamples(claims, 3),
  holds: ty,
});

/** By channel, in turn. */
const variances = [[1], [0], [1e-4, 0], [1e4, 1e-6], [1e-5, 4, 0], [1e5, 1]] as const;

export const varianceOfTangents: Clause = inference({
  id: 'BN-18.19',
  level: 'MUST',
  says: 'In inference ty holds for a variance of 0 or of any size, and epsilon is added to it once, whatever its size.',
  given: (claims) =>
    fc
      .tuple(inferTangents(claims, { epsilons: [1, 0.25, 1e-3, 1e-5] }), fc.constantFrom(...variances))
      .map(([call, values]) => {
        const { largest } = formats[call.variance.dtype];
        const variance = mapValues(call.variance, (_, c) => Math.min(largest, values[c % values.length]));
        return { ...call, variance };
      }),
  holds: ty,
});

/** A call, and a dy to weigh with. */
type Weighted = [InferTangent, Tensor];

const ofNoStatistics = tangentSets.filter(({ tmean, tvariance }) => !tmean && !tvariance);

export const ownBackwardOfInference: Clause = clause<Weighted>({
  id: 'BN-18.20',
  level: 'MUST',
  says: 'In inference without tangents of statistics, the sum of dy · ty is that of dx · tx, dgamma · tgamma and dbeta · tbeta, with the implementation’s own gradients.',
  needs: [operation, 'inferBackward'],
  given: (claims) =>
    tangentCases<Weighted>(claims, { tangents: ofNoStatistics }, (s, choice) => [inferTangentOf(s, choice), s.dy]),
  effort: 0.5,
  simplify: false,
  holds: (trial, [call, dy]) => lawOfOwnBackward(trial, { operation, call }, dy),
});

export const ownForwardOfInference: Clause = clause<InferTangent>({
  id: 'BN-18.21',
  level: 'MUST',
  says: 'In inference ty is the derivative of the implementation’s own y along the tangents.',
  needs: [operation, 'inferForward'],
  given: some({ families: ['centred', 'ordinary'] }),
  effort: 0.5,
  simplify: false,
  holds: (trial, call) => lawOfOwnForward(trial, { operation, call }),
});

export const nanInInference: Clause = inference({
  id: 'BN-18.22',
  level: 'MUST',
  says: 'In inference a NaN in x or tx makes ty of its own element NaN and no other; one in a vector that of its channel; y depends on no tangent, and ty not on beta.',
  given: (claims) =>
    fc
      .tuple(inferTangents(claims, { affine: 'both', channels: [2, 1, 3] }), fc.nat({ max: 59 }), fc.nat({ max: 9 }))
      .map(([call, at, which]) => {
        const names = tensorsOf(call);
        return withNaN(call, names[which % names.length], at);
      }),
  always: (claims) => {
    const [call] = inferTangentExamples(claims, 5);
    return tensorsOf(call).map((name, at) => withNaN(call, name, at));
  },
  effort: 0.5,
  simplify: false,
  holds: async (trial, call) => {
    await trial.compare(operation, call, bothOutputs, { measure: false });
  },
});

export const accurateInInference: Clause = inference({
  id: 'BN-18.23',
  level: 'MUST',
  says: 'In inference the errors of y and ty stay within the bounds of the required grade.',
  given: some({
    families: ['ordinary', 'offset', 'symmetric', 'outlier', 'constant'],
    txFamilies: ['random', 'constant', 'one-hot', 'xhat'],
    shifts: [0, 0, 1000, -20_000],
    epsilons: [1, 1e-5, 1e-3, 0.25],
  }),
  grades: true,
  holds: async (trial, call) => {
    await trial.compare(operation, call, bothOutputs, { judge: 'required' });
  },
});

export const anySizeInInference: Clause = inference({
  id: 'BN-18.24',
  level: 'MUST',
  says: 'In inference tangents of every size are handled in the same way.',
  given: some(everySize),
  always: (claims) => sizedAlike(claims).map((s, seed) => inferTangentOf(s, { seed, set: setOf(claims) })),
  effort: 0.5,
  holds: ty,
});

/** Everything that is claimed. */
const setOf = ({ tangentOfStatistics: tmean }: Claims): (typeof tangentSets)[number] => ({
  ...tangentSets[0],
  tmean,
  tvariance: tmean,
});

export const combinedInInference: Clause = inference<Combination>({
  id: 'BN-18.25',
  level: 'MUST',
  says: 'With tangents in inference, what is required of y and ty holds in any combination of shape, types, arguments and values.',
  given: combinations,
  always: everyPair,
  grades: true,
  effort: 0.5,
  holds: async (trial, combination) => {
    const call = combinedTangents(operation, combination, trial.claims) as InferTangent;
    const result = await trial.callPurely(operation, call);
    trial.judge({ operation, call, result }, bothOutputs, { judge: 'required' });
  },
});

/** Two calls in a row. */
type Pair = [InferTangent, InferTangent];

const pairs = (claims: Claims): fc.Arbitrary<Pair> => pairsOf(claims, { tangents: tangentSets }, inferTangentOf);

const pairExamples = (claims: Claims): Pair[] =>
  inferTangentExamples(claims, 7).map((call): Pair => [call, withTxAlone(call)]);

export const pureInInference: Clause = inference<Pair>({
  id: 'BN-18.26',
  level: 'MUST',
  says: 'Forward mode through inference changes no bit of its arguments, and its results share no memory with them, with each other or with earlier results.',
  given: pairs,
  always: pairExamples,
  effort: 0.5,
  simplify: false,
  sequence: true,
  holds: (trial, calls) => keepsArguments(trial, operation, calls),
});

export const anewInInference: Clause = inference<Pair>({
  id: 'BN-18.27',
  level: 'MUST',
  says: 'In forward mode through inference the results depend on the arguments of their call alone, and not on those of calls before it.',
  given: pairs,
  always: pairExamples,
  effort: 0.5,
  sequence: true,
  holds: (trial, calls) => dependsOnItsCall(trial, operation, calls),
});
