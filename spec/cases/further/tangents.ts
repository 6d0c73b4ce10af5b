/** Calls of forward mode (BN-18): those of a forward pass, with tangents of its arguments. */
import fc from 'fast-check';
import type { Claims, Tensor } from '../../terms/contract.ts';
import type { InferTangent, TrainTangent } from '../../terms/further-contract.ts';
import { tensor, valuesOf } from '../../terms/tensor.ts';
import type { DyFamily } from '../family.ts';
import { randomOf } from '../random.ts';
import { callOf, type Scenario, type ScenarioConstraints, scenarioOf, scenarios } from '../scenario.ts';
import { channelVector, mapValues } from '../scenario-variants.ts';
import { shapeOf } from '../shape.ts';
import { doubleBackwardOf } from './double-backward.ts';

/** Which tangents are given beside tx, as far as gamma and beta are, and as far as the claims allow. */
export interface TangentSet {
  readonly tgamma: boolean;
  readonly tbeta: boolean;
  readonly tmean: boolean;
  readonly tvariance: boolean;
}

/** All of them first; in the first four those of gamma and beta come in every way. */
export const tangentSets: readonly TangentSet[] = [15, 0, 1, 2, 4, 8, 3, 12, 5, 10].map((bits) => ({
  tgamma: (bits & 1) > 0,
  tbeta: (bits & 2) > 0,
  tmean: (bits & 4) > 0,
  tvariance: (bits & 8) > 0,
}));

export interface TangentConstraints extends ScenarioConstraints {
  /** Shapes of tx, the simplest first. */
  readonly txFamilies?: readonly DyFamily[];
  readonly tangents?: readonly TangentSet[];
  /** Numbers that may be added to every tx. Default: none. */
  readonly shifts?: readonly number[];
}

export interface TangentChoice {
  readonly set: TangentSet;
  readonly txFamily: DyFamily;
  readonly shift: number;
  readonly seed: number;
}

const [everything] = tangentSets;

/** Whatever is made of a scenario and its tangents. */
export function tangentCases<Case>(
  claims: Claims,
  constraints: TangentConstraints,
  make: (s: Scenario, choice: TangentChoice) => Case,
): fc.Arbitrary<Case> {
  const { txFamilies = ['random'], tangents = [everything], shifts = [0] } = constraints;
  return fc
    .tuple(
      scenarios(claims, { minPerChannel: 2, ...constraints }),
      fc.record({
        set: fc.constantFrom(...tangents),
        txFamily: fc.constantFrom(...txFamilies),
        shift: fc.constantFrom(...shifts),
        seed: fc.noShrink(fc.nat({ max: 2 ** 31 - 1 })),
      }),
    )
    .map(([s, { set, ...rest }]) => make(s, { ...rest, set: claimedSet(claims, set) }));
}

const claimedSet = ({ tangentOfStatistics }: Claims, set: TangentSet): TangentSet =>
  tangentOfStatistics ? set : { ...set, tmean: false, tvariance: false };

export const trainTangents = (claims: Claims, constraints: TangentConstraints = {}): fc.Arbitrary<TrainTangent> =>
  tangentCases(claims, constraints, trainTangentOf);

export const inferTangents = (claims: Claims, constraints: TangentConstraints = {}): fc.Arbitrary<InferTangent> =>
  tangentCases(claims, { minPerChannel: 1, ...constraints }, inferTangentOf);

/** One call; omitted choices are the simplest. */
export function trainTangentOf(s: Scenario, choice: Partial<TangentChoice> = {}): TrainTangent {
  const { axis, epsilon, x } = s;
  return { x, ...tangentsOf(s, choice), epsilon, axis };
}

/** One call; omitted choices are the simplest. Tangents of statistics are given only where the choice has them. */
export function inferTangentOf(s: Scenario, choice: Partial<TangentChoice> = {}): InferTangent {
  const { set = everything, seed = 1 } = choice;
  const random = randomOf(seed + 1);
  const { mean, variance } = callOf.inferForward(s);
  const tmean = channelVector(s, (c) => [0.8, -2, 1.3][c % 3] + 0.1 * random.uniform());
  const tvariance = channelVector(s, (c) => [1.7, 0.3, -4][c % 3] + 0.1 * random.uniform());
  return {
    ...trainTangentOf(s, choice),
    mean,
    variance,
    ...(set.tmean && { tmean }),
    ...(set.tvariance && { tvariance }),
  };
}

function tangentsOf(s: Scenario, choice: Partial<TangentChoice>): Pick<TrainTangent, 'tx' | 'gamma' | 'beta'> {
  const { set = everything, txFamily = 'random', shift = 0, seed = 1 } = choice;
  const { gamma, beta } = s;
  const { ddx: tx = s.dy } = doubleBackwardOf(s, { ddxFamily: txFamily, shifts: [0, shift], seed });
  const random = randomOf(seed);
  const vector = ({ dtype, shape }: Tensor, values: readonly number[]): Tensor =>
    tensor(
      dtype,
      shape,
      Float64Array.from({ length: shape[0] }, (_, c) => values[c % values.length] + 0.1 * random.uniform()),
    );
  return {
    tx,
    ...(gamma && { gamma }),
    ...(gamma && set.tgamma && { tgamma: vector(gamma, [0.7, -1.6, 2.2]) }),
    ...(beta && { beta }),
    ...(beta && set.tbeta && { tbeta: vector(beta, [-1.1, 0.3, 4]) }),
  };
}

/** The same call with all its tangents times a number, each rounded once. */
export function timesTangents<Call extends TrainTangent>(call: Call, factor: number): Call {
  const changed = Object.entries(call).map(([name, given]) => [
    name,
    name.startsWith('t') ? mapValues(given as Tensor, (value) => factor * value) : (given as unknown),
  ]);
  return Object.fromEntries(changed) as Call;
}

/** Its arguments moved along its tangents, as far as their types hold what is moved. */
export function alongTangents<Call extends TrainTangent>(call: Call, by: number): Call {
  const given = call as unknown as Readonly<Record<string, Tensor | undefined>>;
  const moved = Object.keys(call).flatMap((name) => {
    const [own, tangent] = [given[name], given[`t${name}`]];
    if (own === undefined || tangent === undefined) return [];
    const steps = valuesOf(tangent);
    return [[name, mapValues(own, (value, i) => value + by * steps[i])] as const];
  });
  return { ...call, ...Object.fromEntries(moved) };
}

const small = { channels: 2, batch: 3, positions: 2 };

const exampleScenario = (claims: Claims, seed: number): Scenario =>
  scenarioOf(claims, { ...shapeOf(claims, small), family: 'hard', epsilon: 0.3, seed });

/** Calls within the claims, the simplest first: with every tangent, and with each set. */
export const trainTangentExamples = (claims: Claims, seed: number): readonly TrainTangent[] =>
  tangentSets.slice(0, 4).map((set, k) => trainTangentOf(exampleScenario(claims, seed), { set, seed: seed + k }));

/** Calls within the claims, the simplest first: with every tangent, and with each set. */
export const inferTangentExamples = (claims: Claims, seed: number): readonly InferTangent[] =>
  tangentSets.map((set, k) =>
    inferTangentOf(exampleScenario(claims, seed), { set: claimedSet(claims, set), seed: seed + k }),
  );
