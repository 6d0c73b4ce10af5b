/** One clause on one case: calls the implementation, keeps a record, and compares. Clauses see nothing else. */
import { allowedErrors } from '../../accuracy/allowed.ts';
import { type Comparison, compareOutputs, type Observer } from '../../accuracy/compare.ts';
import { type Growth, weaker } from '../../accuracy/grade.ts';
import type { Claims, DType, Grade, Tensor } from '../../terms/contract.ts';
import { coordinates } from '../../terms/layout.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { type AnyOperation, type AnyTensor, isFurther } from '../../terms/further-operations.ts';
import {
  type Results,
  type Calls,
  type Operation,
  signatures,
  snakeCase,
  type TensorName,
} from '../../terms/operations.ts';
import type { Truth } from '../../terms/truth.ts';
import type { LayerCommand } from '../../terms/layer-commands.ts';
import type { LayerOutcome, Outcome } from '../../wire/call-outcome.ts';
import { accept, isComparable, isExcused } from './classify-outcome.ts';
import { closest, type Element, type Elements, exactly, firstUnequal } from './compare-elements.ts';
import { type AnyExchange, exchangeWith, isFatal, type LayerExchange } from './exchange.ts';
import { Falsified, type Finding, NotApplicable } from './clause-exceptions.ts';
import { checkOwnMemory, checkUnchanged } from './check-purity.ts';
import { Evidence } from './answered-call-counts.ts';
import type { Recorder } from './error-recorder.ts';
import type { Session } from './session.ts';

export interface CompareSettings {
  /** `formula`: the weakest grade that still computes the right formula. Default; chapter BN-12 asks for `required`. */
  readonly judge?: 'formula' | 'required';
  readonly growth?: Growth;
  /** Whether it counts towards what is measured: the grade, in a clause of accuracy, and the errors. Default true. */
  readonly measure?: boolean;
  /** The required grade is no stricter than this. Default: it is as required. */
  readonly atMost?: RightGrade;
  /** Conventions of this call, where they are not those of the session. */
  readonly claims?: Claims;
}

type RightGrade = Session['required'];

export interface Answered<O extends AnyOperation> {
  readonly operation: O;
  readonly call: Calls[O];
  readonly result: Results[O];
}

export interface TrialOptions {
  /** Whether what is judged counts towards the grade: for clauses of accuracy. */
  readonly grades?: boolean | undefined;
  /** Counts the errors in everything that is judged. */
  readonly recorder?: Recorder | undefined;
}

export class Trial {
  readonly exchanges: AnyExchange[] = [];
  readonly layerExchanges: LayerExchange[] = [];
  readonly evidence: Evidence = new Evidence();
  readonly #session: Session;
  readonly #options: TrialOptions;
  #worst: Finding | undefined;
  readonly #worstOf = new Map<string, Finding>();

  constructor(session: Session, options: TrialOptions = {}) {
    this.#session = session;
    this.#options = options;
  }

  get claims(): Claims {
    return this.#session.claims;
  }

  /** The element that came closest to its bound, or exceeded it most. */
  get worst(): Finding | undefined {
    return this.#worst;
  }

  /** The same of each output by itself. */
  get worstOf(): ReadonlyMap<string, Finding> {
    return this.#worstOf;
  }

  offers(operation: AnyOperation): boolean {
    const { operations, further = [] } = this.#session.target;
    return isFurther(operation) ? further.includes(operation) : operations.includes(operation);
  }

  /** The outcome of a call that may be invalid, whatever it is. */
  async outcome<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const { target, observations } = this.#session;
    const outcome = await target.call(operation, call);
    const exchange = { operation, call, outcome } as unknown as AnyExchange;
    this.exchanges.push(exchange);
    observations.sawCall(target, exchange);
    return outcome;
  }

  /**
   * The outcome of a valid call, for clauses that judge something else than its answer. A call that ends the process falsifies
   * any clause: else one that waits for an answer in every case would wait without end.
   */
  async attempt<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const outcome = await this.#counted(operation, call);
    if (outcome.status === 'ok' || !isFatal(outcome.status)) return outcome;
    if (isExcused(operation, call, outcome, this.claims)) return outcome;
    throw new Falsified(`${outcome.status}: ${outcome.message}`);
  }

  /** The answer to a valid call. Anything but an answer of the right form falsifies the clause. */
  async call<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Results[O]> {
    return accept(operation, call, await this.#counted(operation, call), this.claims);
  }

  /** Likewise; and the call must have left everything else unchanged (BN-13.1, BN-13.2). */
  async callPurely<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Results[O]> {
    const outcome = await this.#counted(operation, call);
    const result = accept(operation, call, outcome, this.claims);
    checkUnchanged(operation, outcome);
    checkOwnMemory(operation, outcome);
    return result;
  }

  /** The outcome of a call of a layer, whatever it is, unless it ends the process. */
  async layer(command: LayerCommand): Promise<LayerOutcome> {
    const { target } = this.#session;
    if (target.layer === undefined) throw new NotApplicable('layer not offered');
    const outcome = await target.layer(command);
    this.layerExchanges.push({ command, outcome });
    if (outcome.status !== 'ok' && isFatal(outcome.status)) {
      throw new Falsified(`${snakeCase(command.op)}: ${outcome.status}: ${outcome.message}`);
    }
    return outcome;
  }

  /** Forgets the layers that were made: a process must not keep those of every case. */
  async closeLayers(): Promise<void> {
    const { target } = this.#session;
    const last = this.layerExchanges.at(-1)?.outcome;
    if (last === undefined || isFatal(last.status)) return;
    const open = new Set<string>();
    for (const { command, outcome } of this.layerExchanges) {
      if (outcome.status !== 'ok') continue;
      if (command.op === 'layerNew') open.add(command.layer);
      if (command.op === 'layerCopy') open.add(command.copy);
      if (command.op === 'layerClose') open.delete(command.layer);
    }
    for (const layer of open) await target.layer?.({ op: 'layerClose', layer });
  }

  /** The exact answer. */
  truth<O extends AnyOperation>(operation: O, call: Calls[O]): Truth {
    return this.#session.reference.answer(operation, call, this.claims);
  }

  /** Calls, and compares the named outputs with the exact answer. Outputs that are not offered are not judged. */
  async compare<O extends AnyOperation>(
    operation: O,
    call: Calls[O],
    outputs: readonly AnyTensor[],
    settings: CompareSettings = {},
  ): Promise<Results[O]> {
    const result = await this.call(operation, call);
    this.judge({ operation, call, result }, outputs, settings);
    return result;
  }

  /**
   * Makes the next call of each operation its first. A process that earlier clauses have called would not do: which they
   * are depends on the number of jobs.
   */
  async beginAnew(): Promise<void> {
    await this.#session.target.afresh?.();
  }

  /** Judges this call as the first; where a target cannot begin anew, the first call of all by any clause. */
  async judgeFirst<O extends Operation>(operation: O, given: Calls[O]): Promise<void> {
    const { target, observations } = this.#session;
    let exchange = target.afresh === undefined ? observations.firstCall(target, operation) : undefined;
    if (exchange) this.exchanges.push(exchange);
    else {
      await this.outcome(operation, given);
      exchange = this.exchanges.at(-1) as AnyExchange;
    }
    const { call, outcome } = exchange as unknown as { call: Calls[O]; outcome: Outcome<O> };
    const result = accept(operation, call, outcome, this.claims);
    this.judge({ operation, call, result }, signatures[operation].outputs);
  }

  /** Compares an earlier answer with the exact answer. */
  judge<O extends AnyOperation>(
    { operation, call, result }: Answered<O>,
    outputs: readonly AnyTensor[],
    { judge = 'formula', growth = 'any-order', measure = true, atMost, claims = this.claims }: CompareSettings = {},
  ): void {
    const answer: NamedTensors = result;
    const truth = this.#session.reference.answer(operation, call, claims);
    const offered = outputs.filter((name) => answer[name] !== undefined && truth.outputs[name] !== undefined);
    if (offered.length === 0) throw new NotApplicable(`${outputs.map(snakeCase).join(', ')} not offered`);
    const { observations } = this.#session;
    const claimed = atMost === undefined ? this.#session.required : weaker(this.#session.required, atMost);
    const required = judge === 'formula' ? 'cancelling' : claimed;
    const recorder = measure && !isFurther(operation) ? this.#options.recorder : undefined;
    const grades = measure && this.#options.grades === true;
    const see: Observer['see'] = (output, actual, exact, boundAt) =>
      recorder?.record(
        { operation: operation as Operation, call: call as Calls[Operation], truth },
        { output: output as TensorName, actual, exact, boundAt },
      );
    const options = { claims, growth };
    const comparisons = compareOutputs(operation, call, answer, truth, offered, {
      ...options,
      required,
      measured: grades ? (observations.measured ?? 'exact') : 'cancelling',
      ...(recorder && { observe: { grade: claimed, see } }),
    });
    for (const comparison of comparisons) {
      const { output, grade, excess } = comparison;
      if (grades) observations.sawGrade(grade);
      const tensor = answer[output] as Tensor;
      this.#keepWorst(findingIn(comparison, tensor));
      if (excess <= 1) continue;
      // The report quotes the bound of the required grade, not the widest that was exceeded.
      const [quoted] = compareOutputs(operation, call, answer, truth, [output], { ...options, required: claimed });
      const finding = { ...findingIn(quoted, tensor), growth };
      throw new Falsified(tooFar(output, claimed), this.#placed(finding, tensor));
    }
  }

  /** Error allowed for each element of an output, rounding to its storage type included. */
  bounds<O extends AnyOperation>(
    operation: O,
    call: Calls[O],
    output: AnyTensor,
    dtype: DType,
    claims: Claims = this.claims,
  ): Float64Array {
    const options = { grade: 'cancelling', claims, growth: 'any-order' } as const;
    const truth = this.#session.reference.answer(operation, call, claims);
    return allowedErrors(operation, call, truth, options)(output, dtype);
  }

  /** Laws: each value within its own bound of what the law expects. */
  within(says: string, { expected, bound, ...elements }: Law): void {
    const finding = closest(elements, expected, bound);
    if (finding === undefined) return;
    this.#keepWorst(finding);
    if (finding.K > 1) throw new Falsified(says, this.#placed(finding, elements.tensor));
  }

  /** Laws: equal as values, bit for bit up to the sign of zero and the payload of NaN. */
  same(says: string, { expected, ...elements }: Elements & { readonly expected: Tensor }): void {
    const unequal = firstUnequal(elements.tensor, expected);
    if (unequal) this.object(says, { ...elements, ...unequal });
  }

  /** Laws: rejects this element, with no tolerance. */
  object(says: string, element: Element): never {
    throw new Falsified(says, this.#placed(exactly(element), element.tensor));
  }

  async #counted<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const outcome = await this.outcome(operation, call);
    if (isExcused(operation, call, outcome, this.claims)) return outcome;
    if (outcome.status === 'ok') this.evidence.answered(operation);
    if (outcome.status === 'unsupported') this.evidence.refused(operation, outcome.message);
    this.evidence.called(isComparable(operation, call, outcome, this.claims));
    return outcome;
  }

  #keepWorst(finding: Finding): void {
    if (this.#worst === undefined || finding.K > this.#worst.K) this.#worst = finding;
    const own = this.#worstOf.get(finding.output);
    if (own === undefined || finding.K > own.K) this.#worstOf.set(finding.output, finding);
  }

  #placed(finding: Finding, tensor: Tensor): Finding {
    const exchange = exchangeWith(tensor, this.exchanges);
    const layerExchange = exchangeWith(tensor, this.layerExchanges);
    return { ...finding, ...(exchange && { exchange }), ...(layerExchange && { layerExchange }) };
  }
}

/** Numbers that a law constrains. */
export interface Law extends Elements {
  readonly expected: ArrayLike<number>;
  readonly bound: ArrayLike<number>;
}

function findingIn({ output, worst, K }: Comparison, { shape, dtype }: Tensor): Finding {
  return { ...worst, output, index: coordinates(shape, worst.index), K, dtype };
}

const tooFar = (output: AnyTensor, claimed: Grade): string =>
  `${snakeCase(output)} exceeds the error bound of grade \`${claimed}\``;
