/** BN-18, forward mode through training. */
import fc from 'fast-check';
import { combinations, everyPair, type Combination } from '../cases/combination.ts';
import {
  type TangentConstraints,
  tangentCases,
  tangentSets,
  trainTangentExamples,
  trainTangentOf,
  trainTangents,
} from '../cases/further/tangents.ts';
import { type Clause, type ClauseDefinition, clause } from '../check/trial/clause.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import type { TrainTangent } from '../terms/further-contract.ts';
import { everySize } from './_sizes.ts';
import {
  bothOutputs,
  combinedTangents,
  dependsOnItsCall,
  keepsArguments,
  pairsOf,
  sizedAlike,
  spoilt,
  tensorsOf,
  withNaN,
  withTxAlone,
} from './_tangent-clause.ts';
import { lawOfOwnBackward, lawOfOwnForward, lawOfSum } from './_tangent-laws.ts';

const operation = 'trainTangent';

const training = <Case = TrainTangent>(definition: Omit<ClauseDefinition<Case>, 'needs'>): Clause =>
  clause({ ...definition, needs: [operation] });

const ty = async (trial: Trial, call: TrainTangent): Promise<void> => {
  await trial.compare(operation, call, ['ty']);
};

const some =
  (constraints: TangentConstraints = {}) =>
  (claims: Claims): fc.Arbitrary<TrainTangent> =>
    trainTangents(claims, constraints);

export const tyOfTraining: Clause = training({
  id: 'BN-18.1',
  level: 'MUST',
  says: 'In training ty is gamma · r · Q(tx) + tgamma · x̂ + tbeta: the mean and the variance of the batch have tangents, too.',
  given: some(),
  holds: ty,
});

export const yOfTraining: Clause = training({
  id: 'BN-18.2',
  level: 'MUST',
  says: 'In training y beside tangents is that of the forward pass, whatever the tangents are.',
  given: some({ tangents: tangentSets.slice(0, 4), shifts: [0, 1000] }),
  effort: 0.5,
  holds: async (trial, call) => {
    await trial.compare(operation, call, ['y']);
  },
});

export const missingInTraining: Clause = training({
  id: 'BN-18.3',
  level: 'MUST',
  says: 'In training a tangent that is not given counts as 0, each independently of the others, and a missing gamma as 1; beta enters no ty.',
  given: some({ tangents: tangentSets.slice(0, 4) }),
  always: (claims) => trainTangentExamples(claims, 3),
  holds: ty,
});

export const anyTangent: Clause = training({
  id: 'BN-18.4',
  level: 'MUST',
  says: 'The formula of ty in training holds for any tx: constant, a single 1, or proportional to the normalized values.',
  given: some({ txFamilies: ['constant', 'one-hot', 'xhat', 'random'] }),
  effort: 0.5,
  holds: ty,
});

export const epsilonInTraining: Clause = training({
  id: 'BN-18.5',
  level: 'MUST',
  says: 'In training ty uses the same epsilon as y, however far below or above the variance it lies.',
  given: some({ families: ['ordinary', 'hard', 'small'], epsilons: [1, 1e-5, 1e-3, 1e-8, 10, 100] }),
  effort: 0.5,
  holds: ty,
});

export const singleValueInTraining: Clause = training({
  id: 'BN-18.6',
  level: 'MUST',
  says: 'With one value per channel ty of training is tbeta.',
  given: some({ minPerChannel: 1, maxPerChannel: 1 }),
  effort: 0.5,
  holds: ty,
});

/** A call, and a dy to weigh with. */
type Weighted = [TrainTangent, Tensor];

export const ownBackwardOfTraining: Clause = clause<Weighted>({
  id: 'BN-18.7',
  level: 'MUST',
  says: 'In training the sum of dy · ty is that of dx · tx, dgamma · tgamma and dbeta · tbeta, with the implementation’s own gradients.',
  needs: [operation, 'trainBackward'],
  given: (claims) => tangentCases<Weighted>(claims, {}, (s, choice) => [trainTangentOf(s, choice), s.dy]),
  effort: 0.5,
  simplify: false,
  holds: (trial, [call, dy]) => lawOfOwnBackward(trial, { operation, call }, dy),
});

export const sumOfTangents: Clause = training({
  id: 'BN-18.8',
  level: 'MUST',
  says: 'In training ty is linear in the tangents: those of tx, of tgamma and of tbeta alone, each times a number, add up to as many times the ty of all of them.',
  given: some({ affine: 'both' }),
  effort: 0.5,
  simplify: false,
  holds: lawOfSum,
});

export const ownForwardOfTraining: Clause = clause<TrainTangent>({
  id: 'BN-18.9',
  level: 'MUST',
  says: 'In training ty is the derivative of the implementation’s own y along the tangents.',
  needs: [operation, 'trainForward'],
  given: some({ families: ['centred', 'ordinary'] }),
  effort: 0.5,
  simplify: false,
  holds: (trial, call) => lawOfOwnForward(trial, { operation, call }),
});

export const nanInTraining: Clause = training({
  id: 'BN-18.10',
  level: 'MUST',
  says: 'In training a NaN in an argument makes those results of its channel NaN that depend on it, and no others: y depends on no tangent, and ty not on beta.',
  given: (claims) =>
    fc
      .tuple(trainTangents(claims, { affine: 'both', channels: [2, 1, 3] }), fc.nat({ max: 59 }), fc.nat({ max: 5 }))
      .map(([call, at, which]) => {
        const names = tensorsOf(call);
        return withNaN(call, names[which % names.length], at);
      }),
  always: (claims) => {
    const [call] = trainTangentExamples(claims, 5);
    return tensorsOf(call).map((name, at) => withNaN(call, name, at));
  },
  effort: 0.5,
  simplify: false,
  holds: async (trial, call) => {
    await trial.compare(operation, call, bothOutputs, { measure: false });
  },
});

export const accurateInTraining: Clause = training({
  id: 'BN-18.11',
  level: 'MUST',
  says: 'In training the errors of y and ty stay within the bounds of the required grade, at any offset of x and tx.',
  given: some({
    families: ['ordinary', 'offset', 'symmetric', 'alternating', 'outlier', 'constant'],
    txFamilies: ['random', 'constant', 'one-hot', 'xhat'],
    shifts: [0, 0, 1000, -20_000],
    epsilons: [1, 1e-5, 1e-3, 0.25],
  }),
  grades: true,
  holds: async (trial, call) => {
    await trial.compare(operation, call, bothOutputs, { judge: 'required' });
  },
});

export const anySizeInTraining: Clause = training({
  id: 'BN-18.12',
  level: 'MUST',
  says: 'In training tangents of every size are handled in the same way, and all values of a channel contribute to its ty.',
  given: some(everySize),
  always: (claims) => sizedAlike(claims).map((s, seed) => trainTangentOf(s, { seed })),
  effort: 0.5,
  holds: ty,
});

export const combinedInTraining: Clause = training<Combination>({
  id: 'BN-18.13',
  level: 'MUST',
  says: 'With tangents in training, what is required of y and ty holds in any combination of shape, types, arguments and values.',
  given: combinations,
  always: everyPair,
  grades: true,
  effort: 0.5,
  holds: async (trial, combination) => {
    const call = combinedTangents(operation, combination, trial.claims);
    const result = await trial.callPurely(operation, call);
    trial.judge({ operation, call, result }, bothOutputs, { judge: 'required' });
  },
});

/** Two calls in a row. */
type Pair = [TrainTangent, TrainTangent];

const pairs = (claims: Claims): fc.Arbitrary<Pair> =>
  pairsOf(claims, { tangents: tangentSets.slice(0, 4) }, trainTangentOf);

const pairExamples = (claims: Claims): Pair[] =>
  trainTangentExamples(claims, 7).map((call): Pair => [call, withTxAlone(call)]);

export const pureInTraining: Clause = training<Pair>({
  id: 'BN-18.14',
  level: 'MUST',
  says: 'Forward mode through training changes no bit of its arguments, and its results share no memory with them, with each other or with earlier results.',
  given: pairs,
  always: pairExamples,
  effort: 0.5,
  simplify: false,
  sequence: true,
  holds: (trial, calls) => keepsArguments(trial, operation, calls),
});

export const anewInTraining: Clause = training<Pair>({
  id: 'BN-18.15',
  level: 'MUST',
  says: 'In forward mode through training the results depend on the arguments of their call alone, and not on those of calls before it.',
  given: pairs,
  always: pairExamples,
  effort: 0.5,
  sequence: true,
  holds: (trial, calls) => dependsOnItsCall(trial, operation, calls),
});

export const invalidTangents: Clause = training({
  id: 'BN-18.28',
  level: 'SHOULD',
  says: 'Forward mode with a negative epsilon, or with a tangent of another shape than what it belongs to, is refused.',
  given: (claims) => fc.tuple(trainTangents(claims), fc.constantFrom(...spoilt)).map(([call, spoil]) => spoil(call)),
  effort: 0.25,
  simplify: false,
  holds: async (trial, call) => {
    const { status } = await trial.outcome(operation, call);
    if (status === 'ok') throw new Falsified('invalid arguments of train_tangent were accepted');
  },
});
