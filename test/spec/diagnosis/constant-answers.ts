/** Implementations that answer every call with one number over and over: 1 is right, any other is told apart. */
import { expect } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import type { Expectation } from '../../../spec/diagnosis/probe-answers.ts';
import { type Nearest, nearestMutants } from '../../../spec/diagnosis/nearest-mutants.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Claims, Implementation, Tensor } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

export const claims: Claims = resolveClaims(implementationOf('').claims);
const operations = ['trainForward', 'inferForward'] as const;
export type Forward = (typeof operations)[number];

/** Call k is known by the first value of x, which is k. */
export function probeOf(operation: Forward, k: number, values = 2): Probe {
  const call = callOf[operation](scenarioOf(claims, { shape: [values, 1], axis: 1 }));
  const data = new Float64Array(values).fill(1);
  data[0] = k;
  return { operation, call: { ...call, x: tensor('float32', [values, 1], data) } } as Probe;
}

/** The right answer to every call is all ones, exactly. */
function ones({ call: { x, axis } }: Probe, edge?: Expectation['edge']): Expectation {
  const values = x.data.length;
  const hi = new Float64Array(values).fill(1);
  const y = { shape: x.shape, hi, lo: new Float64Array(values), round: () => tensor('float32', x.shape, hi) };
  return {
    truth: {
      outputs: { y },
      channel: { mean: Float64Array.of(0), variance: Float64Array.of(0), invStd: Float64Array.of(0) },
    },
    bounds: { y: new Float64Array(values) },
    layout: layoutOf(x.shape, axis),
    unitRoundoff: 2 ** -24,
    edge,
  };
}

/** Answer to call k of an operation. */
export type Says = (operation: Forward, k: number) => number;

/** Keeps the numbers of the calls that it was asked. */
export function answering(says: Says, asked: number[] = [], claimed: Partial<Claims> = claims): Implementation {
  const answer = (operation: Forward, { x }: { readonly x: Tensor }): { y: Tensor } => {
    const k = x.data[0];
    asked.push(k);
    return { y: tensor('float32', x.shape, new Float64Array(x.data.length).fill(says(operation, k))) };
  };
  return {
    name: 'table',
    claims: claimed,
    trainForward: (call) => answer('trainForward', call),
    inferForward: (call) => answer('inferForward', call),
  };
}

export const known = (id: string, says: Says, changes: Partial<Mutant> = {}): Mutant => ({
  id,
  says: `It is ${id}.`,
  owed: 'kill',
  breaks: [],
  implementation: answering(says),
  ...changes,
});

/** Wrong on these calls, each by a number of its own. */
export const wrongOn =
  (...calls: readonly number[]): Says =>
  (_, k) =>
    calls.includes(k) ? 10 + k : 1;

export const wrong = 7;
export const everywhere: Says = () => wrong;
export const inTraining: Says = (operation) => (operation === 'trainForward' ? wrong : 1);
/** As the other, except on these calls of both operations. */
export const except =
  (says: Says, ...others: readonly number[]): Says =>
  (operation, k) =>
    others.includes(k) ? 50 + k : says(operation, k);

/** Ten small calls of training, each with two results: y, and what was done to the arguments. */
const ten = Array.from({ length: 10 }, (_, k) => probeOf('trainForward', k));

export const diagnosed = async (
  says: Says,
  bank: readonly Mutant[],
  { probes = ten, asClaimed = claims }: { probes?: readonly Probe[]; asClaimed?: Claims } = {},
): Promise<readonly Diagnosis[]> => {
  const expectations = probes.map((probe) => ones(probe));
  return (await nearestMutants(targetOf(answering(says)), probes, expectations, asClaimed, bank)).diagnoses;
};

/** Independent of the order of the catalogue. */
export async function idsOf(...args: Parameters<typeof diagnosed>): Promise<readonly string[]> {
  const [says, bank, options] = args;
  const [there, back] = [await diagnosed(says, bank, options), await diagnosed(says, bank.toReversed(), options)];
  expect(back).toEqual(there);
  return there.map(({ id }) => id);
}

/** Twenty calls of either operation. */
const forty = operations.flatMap((operation) => Array.from({ length: 20 }, (_, k) => probeOf(operation, k)));

export const nearest = (
  says: Says,
  bank: readonly Mutant[],
  isEdge: (operation: Forward, k: number) => boolean = () => false,
  edge: Expectation['edge'] = 'special',
): Promise<Nearest> => {
  const edgeOf = ({ operation, call }: Probe): Expectation['edge'] =>
    isEdge(operation as Forward, call.x.data[0]) ? edge : undefined;
  const expectations = forty.map((probe) => ones(probe, edgeOf(probe)));
  return nearestMutants(targetOf(answering(says)), forty, expectations, claims, bank);
};
