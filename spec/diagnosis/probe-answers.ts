/** Answers to the probes, taken apart into results, and which of the results violate the specification. */
import { accumulatorOf, boundsOf } from '../accuracy/bounds.ts';
import { excess, stored } from '../accuracy/judge-element.ts';
import { misformed } from '../check/trial/answer-form.ts';
import { rightAnswer } from '../check/trial/right-answer.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { type Layout, layoutOf } from '../terms/layout.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { elementwise, isInference, ownersOf, signatures, type TensorName } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Reference, Truth } from '../terms/truth.ts';
import { askAgain, timedOut } from '../wire/ask-again.ts';
import type { Outcome } from '../wire/call-outcome.ts';
import type { Target } from '../wire/target.ts';
import type { Probe } from './probes.ts';

export type Answer = Outcome<Probe['operation']>;
type Outputs = NamedTensors;

export async function answersTo(target: Target, probes: readonly Probe[]): Promise<Answer[]> {
  const ask = async (): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const { operation, call } of probes) answers.push(await target.call(operation, call));
    return answers;
  };
  return (await askAgain(target, ask, (answers) => answers.some(timedOut))).result;
}

/** Correct answer to a probe, with the error that rounding alone explains. */
export interface Expectation {
  readonly truth: Truth;
  readonly bounds: Readonly<Partial<Record<TensorName, Float64Array>>>;
  readonly layout: Layout;
  /** Unit roundoff of the type in which sums are accumulated. */
  readonly unitRoundoff: number;
  /**
   * Edge cases, where implementers choose and mistakes behave differently from file to file: one value per channel, or
   * NaN and infinities.
   */
  readonly edge?: 'single' | 'special' | undefined;
}

/** In training every statistic of a single value is degenerate. */
function edgeOf({ operation, call }: Probe): Expectation['edge'] {
  if (!isInference(operation) && call.x.data.length === call.x.shape[call.axis]) return 'single';
  const tensors = signatures[operation].inputs.map((name) => (call as NamedTensors)[name]);
  const isSpecial = tensors.some((t) => t !== undefined && valuesOf(t).some((value) => !Number.isFinite(value)));
  return isSpecial ? 'special' : undefined;
}

/** @returns undefined for a call that has no correct answer: it is made for its effect on later calls */
export function expectationsOf(
  probes: readonly Probe[],
  reference: Reference,
  claims: Claims,
): (Expectation | undefined)[] {
  const known = new Map<Probe, Expectation | undefined>();
  const expectationOf = (probe: Probe): Expectation | undefined => {
    const { operation, call } = probe;
    const truth = rightAnswer(reference, operation, call, claims);
    return truth && expectationOfTruth(probe, truth, claims);
  };
  return probes.map((probe) => {
    if (!known.has(probe)) known.set(probe, expectationOf(probe));
    return known.get(probe);
  });
}

export const expectationOfTruth = (probe: Probe, truth: Truth, claims: Claims): Expectation => ({
  truth,
  bounds: boundsOf(probe.operation, probe.call, truth, { grade: 'stable', claims, growth: 'any-order' }),
  layout: layoutOf(probe.call.x.shape, probe.call.axis),
  unitRoundoff: formats[accumulatorOf(probe.call.x.dtype, claims)].unitRoundoff,
  edge: edgeOf(probe),
});

/** One aspect of an answer: one output, whether the call succeeded, or whether it modified its arguments. */
export type Result = {
  readonly probe: number;
  /** Whether it violates the specification. */
  readonly missed: boolean;
} & (
  | { readonly name: 'status' | 'purity'; readonly tolerances?: undefined; readonly miss?: undefined }
  | {
      readonly name: TensorName;
      /** Largest distance of each element from this output in an answer that follows the same formula. */
      readonly tolerances: Float64Array;
      /** The element furthest from the specification, where a distance is meaningful. */
      readonly miss?: Miss;
    }
);

/** An element and its error: absolute, and as a multiple of its bound. */
interface Miss {
  readonly index: number;
  readonly excess: number;
  readonly error: number;
}

const impurities = ({ mutated, aliased }: Extract<Answer, { status: 'ok' }>): string =>
  [...mutated, '|', ...aliased].join();

/** Calls with the output that a clause found finite although no finite value is correct. */
export type Lost = ReadonlyMap<Probe['call'], string>;

/**
 * Splits answers into results and judges each by the specification. An output that is absent is a result, too, where
 * another answer has it, to a call without any further arguments that it belongs to (BN-13.10, BN-13.11).
 */
export function resultsOf(
  answers: readonly Answer[],
  probes: readonly Probe[],
  expectations: readonly (Expectation | undefined)[],
  claims: Claims,
  lost: Lost = new Map(),
): Result[] {
  return probes.flatMap(({ operation, call }, probe): Result[] => {
    const [answer, expected] = [answers[probe], expectations[probe]];
    if (expected === undefined) return [];
    if (answer.status !== 'ok') return [{ probe, name: 'status', missed: true }];
    const outputs = answer.result as Outputs;
    return [
      { probe, name: 'purity', missed: impurities(answer) !== '|' },
      ...signatures[operation].outputs.flatMap((name) => {
        const actual = outputs[name];
        if (isOpen(name, expected.layout, claims)) return [];
        if (actual === undefined) {
          const isDue = expected.truth.outputs[name] !== undefined && isOffered(answers, probes, probes[probe], name);
          return isDue ? [{ probe, name, missed: true, tolerances: new Float64Array() }] : [];
        }
        const formed = misformed(operation, name, actual, call, claims) === undefined;
        if (formed && lost.get(call) === name) {
          const exactly = { ...expected, bounds: {} };
          return [{ probe, name, missed: true, tolerances: tolerancesOf(name, actual, exactly) }];
        }
        const judged = formed
          ? judge(name, actual, expected, storedBounds(name, actual, expected, call, claims))
          : { missed: true };
        return [{ probe, name, ...judged, tolerances: tolerancesOf(name, actual, expected) }];
      }),
    ];
  });
}

/** Whether one of the answers had this output, to a call with no more of the arguments that it belongs to. */
function isOffered(
  answers: readonly Answer[],
  probes: readonly Probe[],
  { operation, call }: Probe,
  name: TensorName,
): boolean {
  const without = ownersOf(name).filter((owner) => !(call as NamedTensors)[owner]);
  return probes.some((other, i) => {
    const given: NamedTensors = other.call;
    return (
      other.operation === operation &&
      outputsOf(answers[i])[name] !== undefined &&
      without.every((owner) => given[owner] === undefined)
    );
  });
}

const outputsOf = (answer: Answer): Outputs => (answer.status === 'ok' ? answer.result : {});

/** BN-6.8: the unbiased variance of one value may be anything. */
const isOpen = (name: TensorName, { perChannel }: Layout, { runningVariance }: Claims): boolean =>
  name === 'runningVar' && perChannel === 1 && runningVariance === 'unbiased';

/** Error bounds of an output including the rounding to its own type, which may be narrower than the accumulator. */
export function storedBounds(
  name: TensorName,
  actual: Tensor,
  { truth, bounds }: Expectation,
  { x }: Probe['call'],
  claims: Claims,
): Float64Array {
  const hi = truth.outputs[name]?.hi ?? new Float64Array();
  const [arithmetic, flushed] = [formats[accumulatorOf(x.dtype, claims)], claims.subnormals === 'flushed'];
  return hi.map((value, i) => stored(bounds[name]?.[i] ?? 0, value, formats[actual.dtype], arithmetic, flushed));
}

function judge(
  name: TensorName,
  actual: Tensor,
  { truth, unitRoundoff }: Expectation,
  bounds: Float64Array,
): { missed: boolean; miss?: Miss } {
  const exact = truth.outputs[name];
  if (exact === undefined) return { missed: false };
  const values = valuesOf(actual);
  let index = -1;
  let most = 1;
  for (const [i, value] of values.entries()) {
    const here = excess(value, exact.hi[i], exact.lo[i], bounds[i], actual.dtype);
    if (here > most) {
      most = here;
      index = i;
    }
  }
  if (index < 0) return { missed: false };
  const error = Math.abs(values[index] - exact.hi[index] - exact.lo[index]);
  // A narrow type may round the same number to either side.
  const tells = Number.isFinite(error) && formats[actual.dtype].unitRoundoff <= unitRoundoff;
  return { missed: true, ...(tells && { miss: { index, excess: most, error } }) };
}

/** Similarity of two answers. */
export interface Agreement {
  /** For each result: whether the other answer is the same, within rounding. */
  readonly agrees: readonly boolean[];
  /**
   * For each result: whether it also accounts for most of the violation there. A correct result accounts for nothing.
   */
  readonly explains: readonly boolean[];
  /** Number of elements that are identical. */
  readonly identical: number;
}

/**
 * @param other - may end early or have gaps: a probe without an answer counts as disagreement
 * @param results - those of `mine`
 */
export function agreementOf(
  mine: readonly Answer[],
  other: readonly (Answer | undefined)[],
  results: readonly Result[],
): Agreement {
  const all = results.map((result) => likenessOf(mine[result.probe], other.at(result.probe), result));
  return {
    agrees: all.map(({ agrees }) => agrees),
    explains: all.map(({ explains }) => explains),
    identical: all.reduce((sum, { identical }) => sum + identical, 0),
  };
}

/** Whether two answers have the same output within rounding, to a call with this right answer. */
export function sameResult(a: Answer, b: Answer, probe: Probe, expected: Expectation, name: Result['name']): boolean {
  if (name === 'status' || name === 'purity') return likenessOf(a, b, { probe: 0, missed: true, name }).agrees;
  const actual = outputsOf(a)[name];
  if (actual === undefined) return outputsOf(b)[name] === undefined;
  return likenessOf(a, b, { probe: 0, missed: true, name, tolerances: tolerancesOf(name, actual, expected) }).agrees;
}

interface Likeness {
  readonly agrees: boolean;
  readonly explains: boolean;
  readonly identical: number;
}

const alike = (agrees: boolean): Likeness => ({ agrees, explains: agrees, identical: 0 });

function likenessOf(a: Answer, b: Answer | undefined, { name, tolerances, miss }: Result): Likeness {
  if (b === undefined) return alike(false);
  if (a.status !== 'ok' || b.status !== 'ok') return alike(a.status === b.status);
  if (tolerances === undefined) return alike(impurities(a) === impurities(b));
  const [left, right] = [a, b].map(({ result }) => (result as Outputs)[name]);
  if (left === undefined || right === undefined) return alike(left === right);
  if (!close(left, right, tolerances)) return alike(false);
  const explains =
    miss === undefined || 2 * Math.abs(valuesOf(left)[miss.index] - valuesOf(right)[miss.index]) <= miss.error;
  return { agrees: true, explains, identical: same(left, right) };
}

/** Two implementations of the same formula differ by the rounding errors of both. */
const allowance = 4;

/** Rounding errors are counted up to this many: known mistakes differ by more. */
const mostRoundings = 64;

/**
 * Largest difference between two answers that follow the same formula, right or wrong. A wrong answer may be far larger
 * than the right one, and so are its rounding errors: they are relative to the largest answer of the channel.
 */
function tolerancesOf(name: TensorName, actual: Tensor, { bounds, layout, unitRoundoff }: Expectation): Float64Array {
  const values = valuesOf(actual);
  const whole = elementwise.has(name) && values.length === layout.channels * layout.perChannel;
  const channelAt = (i: number): number => (whole ? Math.floor(i / layout.inner) % layout.channels : i);
  const largest = new Float64Array(whole ? layout.channels : values.length);
  for (const [i, value] of values.entries()) {
    if (Number.isFinite(value)) largest[channelAt(i)] = Math.max(largest[channelAt(i)], Math.abs(value));
  }
  const roundings = Math.min(layout.perChannel + 4, mostRoundings) * unitRoundoff;
  return values.map((_, i) => allowance * ((bounds[name]?.[i] ?? 0) + roundings * largest[channelAt(i)]));
}

function close(a: Tensor, b: Tensor, tolerances: Float64Array): boolean {
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return false;
  const right = valuesOf(b);
  return valuesOf(a).every((value, i) => excess(value, right[i], 0, tolerances[i], a.dtype) <= 1);
}

function same(a: Tensor, b: Tensor): number {
  const right = valuesOf(b);
  return valuesOf(a).reduce((count, value, i) => count + Number(Object.is(value, right[i])), 0);
}
