/** Parts that the clauses of forward mode share, through training and through inference (BN-18). */
import fc from 'fast-check';
import { type Combination, callOfCombination } from '../cases/combination.ts';
import { tangentCases, timesTangents, type TangentConstraints } from '../cases/further/tangents.ts';
import { scenarioOf, type Scenario } from '../cases/scenario.ts';
import { inject, mapValues } from '../cases/scenario-variants.ts';
import { shapeOf } from '../cases/shape.ts';
import { checkOwnMemory, checkUnchanged } from '../check/trial/check-purity.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Claims, InferBackward, Tensor, TrainBackward } from '../terms/contract.ts';
import type { FurtherCalls } from '../terms/further-operations.ts';
import type { TrainTangent } from '../terms/further-contract.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';

export type TangentOperation = 'trainTangent' | 'inferTangent';

export const bothOutputs = ['y', 'ty'] as const;

/** A NaN at a place of one argument. */
export function withNaN<Call extends TrainTangent>(call: Call, name: keyof Call, at: number): Call {
  const given = call[name] as Tensor | number | undefined;
  if (typeof given !== 'object') return call;
  const channels = call.x.shape[call.axis];
  const changed =
    given.shape.length === 1
      ? mapValues(given, (old, c) => (c === at % channels ? NaN : old))
      : inject(given, call.axis, at % channels, at, NaN);
  return { ...call, [name]: changed };
}

/** Names of its tensors. */
export const tensorsOf = <Call extends TrainTangent>(call: Call): (keyof Call)[] =>
  (Object.keys(call) as (keyof Call)[]).filter((name) => typeof call[name] === 'object');

/** Sizes that leave a rest beyond whole vectors of 2, 4, 8 or 16 values. */
const tails = [3, 5, 6, 7, 9, 17] as const;

/** As many samples, positions and channels. */
export const sizedAlike = (claims: Claims): Scenario[] =>
  tails.flatMap((size) =>
    [
      { channels: 1, batch: size },
      { channels: 1, batch: 1, positions: size },
      { channels: size, batch: 2 },
    ].map((extent) => scenarioOf(claims, { ...shapeOf(claims, extent), seed: size })),
  );

/** dy of a combination is its tx; vectors have tangents of their own. */
export function combinedTangents(
  operation: TangentOperation,
  combination: Combination,
  { tangentOfStatistics }: Claims,
): FurtherCalls[TangentOperation] {
  const {
    dy: tx,
    mean,
    variance,
    ...call
  }: Partial<InferBackward> & TrainBackward = operation === 'trainTangent'
    ? callOfCombination('trainBackward', combination)
    : callOfCombination('inferBackward', combination);
  const vary = (t: Tensor, by: number): Tensor => mapValues(t, (_, c) => [1, -0.5, 2, 0.25][c % 4] * by);
  const { gamma, beta } = call;
  return {
    ...call,
    tx,
    ...(gamma && { tgamma: vary(gamma, 1) }),
    ...(beta && { tbeta: vary(beta, -3) }),
    ...(mean && variance && { mean, variance }),
    ...(tangentOfStatistics && mean && variance && { tmean: vary(mean, 2), tvariance: vary(variance, 0.5) }),
  };
}

/** Two calls in a row: the second has other tangents of the same arguments, none but tx, or is another call. */
export function pairsOf<Call extends TrainTangent>(
  claims: Claims,
  constraints: TangentConstraints,
  make: Parameters<typeof tangentCases<Call>>[2],
): fc.Arbitrary<[Call, Call]> {
  const calls = tangentCases(claims, constraints, make);
  const seconds: readonly ((first: Call, other: Call) => Call)[] = [
    (first) => withTxAlone(first),
    (first) => timesTangents(first, -2),
    (_, other) => other,
  ];
  return fc
    .tuple(calls, calls, fc.constantFrom(...seconds))
    .map(([first, other, second]) => [first, second(first, other)]);
}

export const withTxAlone = <Call extends TrainTangent>(call: Call): Call =>
  Object.fromEntries(
    Object.entries(call).filter(([name]) => name === 'tx' || !name.startsWith('t')),
  ) as unknown as Call;

export async function keepsArguments(
  trial: Trial,
  operation: TangentOperation,
  calls: readonly TrainTangent[],
): Promise<void> {
  for (const call of calls) {
    const outcome = await trial.attempt(operation, call);
    checkUnchanged(operation, outcome);
    checkOwnMemory(operation, outcome);
  }
}

export async function dependsOnItsCall(
  trial: Trial,
  operation: TangentOperation,
  calls: readonly TrainTangent[],
): Promise<void> {
  for (const [i, call] of calls.entries()) {
    try {
      await trial.compare(operation, call, bothOutputs);
    } catch (error) {
      throw i === 0 && error instanceof Falsified ? new Falsified(error.message, error.finding, true) : error;
    }
  }
}

const longer = (t: Tensor): Tensor => tensor(t.dtype, [t.shape[0] + 1], [...valuesOf(t), 1]);

/** Invalid in one way each. */
export const spoilt: readonly (<Call extends TrainTangent>(call: Call) => Call)[] = [
  (call) => ({ ...call, epsilon: -1 }),
  (call) => (call.tgamma ? { ...call, tgamma: longer(call.tgamma) } : { ...call, epsilon: -2 }),
  (call) => (call.tbeta ? { ...call, tbeta: longer(call.tbeta) } : { ...call, epsilon: -3 }),
];
