/** One clause on one case: calls the implementation, keeps a record, and compares. Clauses see nothing else. */
import { boundsOf, accumulatorOf } from '../../accuracy/bounds.ts';
import { compareOutputs, type Observer } from '../../accuracy/compare.ts';
import { type Growth, weaker } from '../../accuracy/grade.ts';
import { excess, sameValue, stored } from '../../accuracy/judge.ts';
import { checkOwnMemory, checkUnchanged, type Exchange, Falsified, type Finding, NotApplicable } from './evidence.ts';
import { misformed } from './answer-form.ts';
import type { Recorder } from './recorder.ts';
import type { Claims, DType, Grade, Tensor } from '../../terms/contract.ts';
import { coordinates } from '../../terms/layout.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import {
  type Calls,
  isTraining,
  type Operation,
  type Results,
  signatures,
  type TensorName,
} from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Reference, Truth } from '../../terms/truth.ts';
import type { Outcome, Target } from '../../wire/outcome.ts';

/** What a whole run shares: whom it checks, by what, how strictly, and what it has seen so far. */
export interface Session {
  readonly target: Target;
  readonly reference: Reference;
  readonly claims: Claims;
  readonly required: Exclude<Grade, 'wrong'>;
  /** Weakest grade seen in any comparison. */
  measured: Grade;
  /** Calls that did not come back in time. */
  timeouts: number;
  /** How many there were in clauses before this one, as soon as that is known. Default: none. */
  readonly timeoutsBefore?: () => Promise<number>;
}

const repetitions = 12;

/** The first call of each operation that a target was asked: what happens once is not seen again. */
const firstCalls = new WeakMap<Target, Map<Operation, Exchange>>();

type Outputs = NamedTensors;

export interface CompareSettings {
  /** `formula`: the weakest grade that still computes the right formula. Default; chapter BN-12 asks for `required`. */
  readonly judge?: 'formula' | 'required';
  readonly growth?: Growth;
  /** Count towards the measured grade? Default true. */
  readonly measure?: boolean;
}

/** One running statistic without the other: many libraries take both or none (BN-6.10), and say so in many ways. */
const givesOneStatistic = ({ runningMean, runningVar }: Partial<Calls['trainForward']>): boolean =>
  (runningMean === undefined) !== (runningVar === undefined);

/** Gamma and beta of one type beside statistics of another: many libraries take all vectors of one type, likewise. */
export function mixesTypes(call: Calls[Operation]): boolean {
  const vectors = ['gamma', 'beta', 'runningMean', 'runningVar', 'mean', 'variance', 'invStd'] as const;
  const given: NamedTensors = call;
  return new Set(vectors.flatMap((name) => given[name]?.dtype ?? [])).size > 1;
}

export class Trial {
  readonly exchanges: Exchange[] = [];
  /** The element that came closest to its bound, or exceeded it most. */
  worst: Finding | undefined;
  private readonly session: Session;
  private readonly recorder: Recorder | undefined;

  /** @param recorder - counts the errors of what this trial judges */
  constructor(session: Session, recorder?: Recorder) {
    this.session = session;
    this.recorder = recorder;
  }

  get claims(): Claims {
    return this.session.claims;
  }

  offers(operation: Operation): boolean {
    return this.session.target.operations.includes(operation);
  }

  /** Whatever becomes of the call, for clauses that judge refusals and purity. */
  async outcome<O extends Operation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const outcome = await this.session.target.call(operation, call);
    const exchange = { operation, call, outcome } as unknown as Exchange;
    this.exchanges.push(exchange);
    const first = firstCalls.get(this.session.target) ?? new Map<Operation, Exchange>();
    firstCalls.set(this.session.target, first);
    if (!first.has(operation)) first.set(operation, exchange);
    if (outcome.status === 'timeout') this.session.timeouts += 1;
    return outcome;
  }

  /** The answer to a valid call. Anything but an answer of the right form falsifies the clause. */
  async call<O extends Operation>(operation: O, call: Calls[O]): Promise<Results[O]> {
    return this.accept(operation, call, await this.outcome(operation, call));
  }

  /** Likewise; and the call has left everything else as it was (BN-13.1, BN-13.2). */
  async callPurely<O extends Operation>(operation: O, call: Calls[O]): Promise<Results[O]> {
    const outcome = await this.outcome(operation, call);
    const result = this.accept(operation, call, outcome);
    checkUnchanged(operation, outcome);
    checkOwnMemory(operation, outcome);
    return result;
  }

  /** Judges the first call of all of this operation, whoever made it; where there was none, the given one is it. */
  async judgeFirst<O extends Operation>(operation: O, otherwise: Calls[O]): Promise<void> {
    let exchange = firstCalls.get(this.session.target)?.get(operation);
    if (exchange) this.exchanges.push(exchange);
    else {
      await this.outcome(operation, otherwise);
      exchange = this.exchanges.at(-1) as Exchange;
    }
    const { call, outcome } = exchange as unknown as { call: Calls[O]; outcome: Outcome<O> };
    this.judge(operation, call, this.accept(operation, call, outcome), signatures[operation].outputs);
  }

  private accept<O extends Operation>(operation: O, call: Calls[O], outcome: Outcome<O>): Results[O] {
    if (outcome.status === 'ok') {
      this.checkForm(operation, call, outcome.result);
      return outcome.result;
    }
    if (outcome.status === 'unsupported') throw new NotApplicable(outcome.message);
    if (outcome.status === 'rejected' && this.mayReject(operation, call)) throw new NotApplicable(outcome.message);
    const survived = outcome.status !== 'crash' && outcome.status !== 'timeout';
    if (survived && (givesOneStatistic(call) || mixesTypes(call))) throw new NotApplicable(outcome.message);
    const what = outcome.status === 'rejected' ? 'a valid call was rejected' : outcome.status;
    throw new Falsified(`${what}: ${outcome.message}`);
  }

  /** The exact answer. */
  truth<O extends Operation>(operation: O, call: Calls[O]): Truth {
    return this.session.reference.answer(operation, call, this.claims);
  }

  /** Calls, and holds the named outputs against the exact answer. Outputs that are not offered are not judged. */
  async compare<O extends Operation>(
    operation: O,
    call: Calls[O],
    outputs: readonly TensorName[],
    settings: CompareSettings = {},
  ): Promise<Results[O]> {
    const result = await this.call(operation, call);
    this.judge(operation, call, result, outputs, settings);
    return result;
  }

  /** Holds an answer that was given before against the exact answer. */
  judge<O extends Operation>(
    operation: O,
    call: Calls[O],
    result: Results[O],
    outputs: readonly TensorName[],
    { judge = 'formula', growth = 'any-order', measure = true }: CompareSettings = {},
  ): void {
    const answer = result as Outputs;
    const truth = this.truth(operation, call);
    const offered = outputs.filter((name) => answer[name] !== undefined && truth.outputs[name] !== undefined);
    if (offered.length === 0) throw new NotApplicable(`${outputs.join(', ')} not offered`);
    const { session, claims, recorder } = this;
    const see: Observer['see'] = (output, actual, exact, boundAt) =>
      recorder?.record(operation, call, output, actual, exact, truth, boundAt);
    const required = judge === 'formula' ? 'cancelling' : session.required;
    const comparisons = compareOutputs(operation, call, answer, truth, offered, {
      required,
      claims,
      growth,
      measured: measure ? session.measured : 'cancelling',
      ...(recorder && measure && { observe: { grade: session.required, see } }),
    });
    for (const comparison of comparisons) {
      if (measure) session.measured = weaker(session.measured, comparison.grade);
      const { output, worst, K, excess } = comparison;
      const tensor = answer[output] as Tensor;
      const finding = { ...worst, output, index: coordinates(tensor.shape, worst.index), K, dtype: tensor.dtype };
      this.keepWorst(finding);
      if (excess > 1) throw new Falsified(`${output} is off by more than the bound of grade ${required}`, finding);
    }
  }

  /** Error allowed for each element of an output, rounding to its storage type included. */
  bounds<O extends Operation>(operation: O, call: Calls[O], output: TensorName, dtype: DType): Float64Array {
    const { claims } = this;
    const truth = this.truth(operation, call);
    const bounds = boundsOf(operation, call, truth, { grade: 'cancelling', claims, growth: 'any-order' });
    const accumulator = accumulatorOf(call.x.dtype, claims);
    const hi = truth.outputs[output]?.hi as Float64Array;
    return (bounds[output] as Float64Array).map((bound, i) =>
      stored(bound, hi[i], dtype, accumulator, claims.subnormals === 'flushed'),
    );
  }

  /** Laws: each value within its own bound of what the law expects. */
  within(
    says: string,
    output: string,
    shape: readonly number[],
    dtype: DType,
    actual: ArrayLike<number>,
    expected: ArrayLike<number>,
    bound: ArrayLike<number>,
  ): void {
    for (let i = 0; i < actual.length; i++) {
      const ratio = excess(actual[i], expected[i], 0, bound[i], dtype);
      if (ratio <= 1 && this.worst !== undefined && ratio <= this.worst.K) continue;
      const finding: Finding = {
        output,
        index: coordinates(shape, i),
        expected: expected[i],
        actual: actual[i],
        error: Math.abs(actual[i] - expected[i]),
        bound: bound[i],
        K: ratio,
        dtype,
      };
      this.keepWorst(finding);
      if (ratio > 1) throw new Falsified(says, finding);
    }
  }

  /** Laws: equal as values, bit for bit up to the sign of zero and the payload of NaN. */
  same(says: string, output: string, actual: Tensor, expected: Tensor): void {
    const [a, b] = [valuesOf(actual), valuesOf(expected)];
    for (let i = 0; i < b.length; i++) {
      if (!sameValue(a[i], b[i])) this.object(says, output, actual, i, b[i], a[i]);
    }
  }

  /** Laws: this element is not what it must be, with no tolerance. */
  object(
    says: string,
    output: string,
    { shape, dtype }: Tensor,
    index: number,
    expected: number,
    actual: number,
  ): never {
    throw new Falsified(says, {
      output,
      index: coordinates(shape, index),
      expected,
      actual,
      error: Math.abs(actual - expected),
      bound: 0,
      K: Infinity,
      dtype,
    });
  }

  /**
   * Two calls must give the same outputs: the same bits, or, where even a repeated call gives other bits, values that
   * lie within both bounds.
   * @param only - which elements to compare; default all
   */
  async alike<O extends Operation>(
    operation: O,
    first: Calls[O],
    second: Calls[O],
    outputs: readonly TensorName[],
    only: (index: number) => boolean = () => true,
  ): Promise<void> {
    const [a, b] = [(await this.call(operation, first)) as Outputs, (await this.call(operation, second)) as Outputs];
    for (const name of outputs) {
      const [one, other] = [a[name], b[name]];
      if (one === undefined || other === undefined) continue;
      const [left, right] = [valuesOf(one), valuesOf(other)];
      const at = left.findIndex((value, i) => only(i) && !sameValue(value, right[i]));
      if (at < 0) continue;
      const says = `${name} depends on an input that must not enter`;
      if (await this.repeats(operation, first, name, left)) this.object(says, name, other, at, left[at], right[at]);
      const [e, f] = [this.bounds(operation, first, name, one.dtype), this.bounds(operation, second, name, one.dtype)];
      const bound = e.map((value, i) => (only(i) ? value + f[i] : Infinity));
      this.within(says, name, other.shape, other.dtype, right, left, bound);
    }
  }

  /** Does the same call give the same bits? Sums in an order that changes may agree a few times by chance. */
  private async repeats<O extends Operation>(
    operation: O,
    call: Calls[O],
    output: TensorName,
    values: Float64Array,
  ): Promise<boolean> {
    if (!this.claims.deterministic) return false;
    for (let k = 0; k < repetitions; k++) {
      const again = ((await this.call(operation, call)) as Outputs)[output];
      if (again === undefined || !valuesOf(again).every((value, i) => sameValue(value, values[i]))) return false;
    }
    return true;
  }

  private keepWorst(finding: Finding): void {
    if (this.worst === undefined || finding.K > this.worst.K) this.worst = finding;
  }

  /** Training on a single value per channel may be refused where that is claimed (chapter BN-3). */
  private mayReject<O extends Operation>(operation: O, call: Calls[O]): boolean {
    const { x, axis } = call;
    const single = x.data.length === x.shape[axis];
    return single && isTraining(operation) && this.claims.singleValue === 'rejected';
  }

  /** An answer of another form cannot be compared. */
  private checkForm<O extends Operation>(operation: O, call: Calls[O], result: Outputs): void {
    for (const name of signatures[operation].outputs) {
      const tensor = result[name];
      const problem = tensor && misformed(operation, name, tensor, call, this.claims);
      if (problem !== undefined) throw new Falsified(problem);
    }
  }
}
