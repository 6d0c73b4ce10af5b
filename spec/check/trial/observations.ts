/**
 * Observations of a run so far: the weakest grade, and for each target the calls that hung and the first of each
 * operation.
 */
import { weaker } from '../../accuracy/grade.ts';
import type { Grade } from '../../terms/contract.ts';
import type { Operation } from '../../terms/operations.ts';
import type { Target } from '../../wire/target.ts';
import type { Exchange } from './exchange.ts';

interface Seen {
  hangs: number;
  readonly firstCalls: Map<Operation, Exchange>;
}

/** One for a whole run, shared by clauses that run in parallel on their own targets. */
export class Observations {
  #measured: Grade | undefined;
  readonly #targets: Map<Target, Seen>;

  constructor(measured?: Grade, targets: Map<Target, Seen> = new Map<Target, Seen>()) {
    this.#measured = measured;
    this.#targets = targets;
  }

  /** For trials that are no part of the run: they see its calls, and do not affect its grade. */
  aside(): Observations {
    return new Observations('cancelling', this.#targets);
  }

  /** Weakest grade seen in the clauses of accuracy; undefined where they have compared nothing. */
  get measured(): Grade | undefined {
    return this.#measured;
  }

  sawGrade(grade: Grade): void {
    this.#measured = this.#measured === undefined ? grade : weaker(this.#measured, grade);
  }

  sawCall(target: Target, exchange: Exchange): void {
    const seen = this.#targets.get(target) ?? { hangs: 0, firstCalls: new Map<Operation, Exchange>() };
    this.#targets.set(target, seen);
    if (!seen.firstCalls.has(exchange.operation)) seen.firstCalls.set(exchange.operation, exchange);
    if (exchange.outcome.status === 'timeout') seen.hangs += 1;
  }

  /** A first-call bug cannot be reproduced later, so keep that exchange. */
  firstCall(target: Target, operation: Operation): Exchange | undefined {
    return this.#targets.get(target)?.firstCalls.get(operation);
  }

  /**
   * Calls that timed out.
   * @param target - default: all targets
   */
  hangs(target?: Target): number {
    const seen = target ? [this.#targets.get(target)] : [...this.#targets.values()];
    return seen.reduce((sum, each) => sum + (each?.hangs ?? 0), 0);
  }
}
