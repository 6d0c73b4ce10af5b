/** Observations of a run so far: the weakest grade, the first call of each operation, and calls that were answered late. */
import { weaker } from '../../accuracy/grade.ts';
import type { Grade } from '../../terms/contract.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { Target } from '../../wire/target.ts';
import type { AnyExchange } from './exchange.ts';

type FirstCalls = Map<AnyOperation, AnyExchange>;

/** One for a whole run, shared by clauses that run in parallel on their own targets. */
export class Observations {
  #measured: Grade | undefined;
  readonly #firstCalls: Map<Target, FirstCalls>;
  readonly #late = new Map<AnyOperation | 'layer', number>();

  constructor(measured?: Grade, firstCalls: Map<Target, FirstCalls> = new Map<Target, FirstCalls>()) {
    this.#measured = measured;
    this.#firstCalls = firstCalls;
  }

  /** For one part of the run: its grade and its late answers are its own, while first calls are those of the whole run. */
  ofPart(): Observations {
    return new Observations(undefined, this.#firstCalls);
  }

  /** For trials that are no part of the run: they see its calls, and do not affect its grade. */
  aside(): Observations {
    return new Observations('cancelling', this.#firstCalls);
  }

  /** Weakest grade seen in the clauses of accuracy; undefined where they have compared nothing. */
  get measured(): Grade | undefined {
    return this.#measured;
  }

  sawGrade(grade: Grade): void {
    this.#measured = this.#measured === undefined ? grade : weaker(this.#measured, grade);
  }

  sawCall(target: Target, exchange: AnyExchange): void {
    // It is asked again, and then it may be answered.
    if (exchange.outcome.status === 'timeout') return;
    const first = this.#firstCalls.get(target) ?? (new Map() as FirstCalls);
    this.#firstCalls.set(target, first);
    if (!first.has(exchange.operation)) first.set(exchange.operation, exchange);
  }

  /** A call was answered only when it was asked again, with more time. */
  sawLate(operation: AnyOperation | 'layer'): void {
    this.#late.set(operation, (this.#late.get(operation) ?? 0) + 1);
  }

  /** Such calls, by operation. */
  late(): ReadonlyMap<AnyOperation | 'layer', number> {
    return this.#late;
  }

  /** A first-call bug cannot be reproduced later, so keep that exchange. */
  firstCall(target: Target, operation: AnyOperation): AnyExchange | undefined {
    return this.#firstCalls.get(target)?.get(operation);
  }
}
