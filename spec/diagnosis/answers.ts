/** What somebody answers to the probes, and how far two such lists of answers agree. */
import { boundsOf } from '../accuracy/bounds.ts';
import { excess } from '../accuracy/judge.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { signatures, type TensorName } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Reference, Truth } from '../terms/truth.ts';
import type { Outcome, Target } from '../wire/outcome.ts';
import type { Probe } from './probes.ts';

type Answer = Outcome<Probe['operation']>;
type Outputs = Readonly<Partial<Record<TensorName, Tensor>>>;

/** Twice through the list, and the second time counts: what is kept between calls has settled then. */
export async function answersTo(target: Target, probes: readonly Probe[]): Promise<Answer[]> {
  let answers: Answer[] = [];
  for (let round = 0; round < 2; round++) {
    answers = [];
    for (const { operation, call } of probes) answers.push(await target.call(operation, call));
  }
  return answers;
}

/** The text's answer to a probe, with the error that rounding alone explains. */
export interface Expectation {
  readonly truth: Truth;
  readonly bounds: Readonly<Partial<Record<TensorName, Float64Array>>>;
}

export function expectationsOf(probes: readonly Probe[], reference: Reference, claims: Claims): Expectation[] {
  return probes.map(({ operation, call }) => {
    const truth = reference.answer(operation, call, claims);
    return { truth, bounds: boundsOf(operation, call, truth, { grade: 'stable', claims, growth: 'any-order' }) };
  });
}

export interface Agreement {
  /** Results (outputs of calls, purity included) that are compared, and those that agree within rounding. */
  readonly compared: number;
  readonly agreed: number;
  /** Results in which the text is missed and the other side agrees: what the agreement explains. */
  readonly explained: number;
  /** Elements that are the same number. */
  readonly identical: number;
}

/** @param missed - for each probe, the results in which `mine` misses the text */
export function agreementOf(
  mine: readonly Answer[],
  other: readonly Answer[],
  probes: readonly Probe[],
  expectations: readonly Expectation[],
  missed: readonly ReadonlySet<string>[],
): Agreement {
  const total = { compared: 0, agreed: 0, explained: 0, identical: 0 };
  for (const [k, { operation }] of probes.entries()) {
    const [a, b] = [mine[k], other[k]];
    const count = (name: string, agrees: boolean): void => {
      total.compared += 1;
      if (!agrees) return;
      total.agreed += 1;
      if (missed[k].has(name)) total.explained += 1;
    };
    if (a.status !== 'ok' || b.status !== 'ok') {
      count('status', a.status === b.status);
      continue;
    }
    const flags = ({ mutated, aliased }: typeof a): string => [...mutated, '|', ...aliased].join();
    if (flags(a) !== flags(b) || missed[k].has('purity')) count('purity', flags(a) === flags(b));
    for (const name of signatures[operation].outputs) {
      const [left, right] = [(a.result as Outputs)[name], (b.result as Outputs)[name]];
      if (left === undefined) continue;
      const close = right !== undefined && agree(left, right, expectations[k].bounds[name]);
      count(name, close);
      if (close) total.identical += same(left, right);
    }
  }
  return total;
}

/** Results of each probe in which an answer misses the text. */
export function missesOf(
  answers: readonly Answer[],
  probes: readonly Probe[],
  expectations: readonly Expectation[],
): Set<string>[] {
  return probes.map(({ operation }, k) => {
    const answer = answers[k];
    if (answer.status !== 'ok') return new Set(['status']);
    const names = signatures[operation].outputs.filter((name) => {
      const actual = (answer.result as Outputs)[name];
      const exact = expectations[k].truth.outputs[name];
      if (actual === undefined || exact === undefined) return false;
      const bounds = expectations[k].bounds[name];
      const values = valuesOf(actual);
      if (values.length !== exact.hi.length) return true;
      return values.some((value, i) => excess(value, exact.hi[i], exact.lo[i], bounds?.[i] ?? 0, actual.dtype) > 1);
    });
    return new Set<string>([...names, ...(answer.mutated.length + answer.aliased.length > 0 ? ['purity'] : [])]);
  });
}

/** Two implementations of the same formula differ by both their roundings; of a wrong one by about as much. */
const allowance = 4;

function agree(a: Tensor, b: Tensor, bounds: Float64Array | undefined): boolean {
  const [left, right] = [valuesOf(a), valuesOf(b)];
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return false;
  return left.every((value, i) => excess(value, right[i], 0, allowance * (bounds?.[i] ?? 0), a.dtype) <= 1);
}

function same(a: Tensor, b: Tensor): number {
  const right = valuesOf(b);
  return valuesOf(a).reduce((count, value, i) => count + Number(Object.is(value, right[i])), 0);
}
