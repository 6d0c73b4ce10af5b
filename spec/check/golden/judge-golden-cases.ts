/**
 * The golden cases against a target, in their order: the first part of a check, on request. They are judged as in
 * clauses, by the bounds of the required grade. One entry of the report per operation, with an id like a clause's.
 */
import { Falsified, NotApplicable } from '../trial/clause-exceptions.ts';
import type { Exploration } from '../trial/explore.ts';
import type { Fixture, FixtureSet } from '../../terms/fixture.ts';
import { operations, type Operation, signatures, snakeCase } from '../../terms/operations.ts';
import { overBudget } from '../restart-limit.ts';
import type { Session } from '../trial/session.ts';
import { Evidence } from '../trial/answered-call-counts.ts';
import { Trial } from '../trial/trial.ts';
import { attempt, type Attempt, withPatience } from '../trial/retry-timeouts.ts';
import { RestartBudgetSpent } from '../../wire/start-error.ts';
import { applicable } from './applicable.ts';

export interface SmokeEntry {
  /** `FX.train_forward`. */
  readonly id: string;
  readonly level: 'MUST';
  readonly says: string;
  readonly operation: Operation;
}

/** In the order of the operations; the cases themselves run in the order of the set. */
export const smokeEntries: readonly SmokeEntry[] = operations.map((operation) => ({
  id: `FX.${snakeCase(operation)}`,
  level: 'MUST',
  says: `The golden cases of ${snakeCase(operation)} are answered within the bounds of the required grade.`,
  operation,
}));

/** Judges the cases of one operation as they come; after the first violation the rest are only called. */
export class Smoke {
  readonly evidence: Evidence = new Evidence();
  readonly #session: Session;
  /** Skips to this case, and judges no other. */
  readonly #only: string | undefined;
  readonly #found = new Map<Operation, Exploration>();

  constructor(session: Session, only?: string) {
    this.#session = session;
    this.#only = only;
  }

  /** @throws RestartBudgetSpent */
  async run({ fixtures }: FixtureSet, signal?: AbortSignal): Promise<void> {
    for (const fixture of fixtures) {
      if (signal?.aborted) return;
      const spent = overBudget(this.#session.target.falls?.() ?? []);
      if (spent !== undefined) throw new RestartBudgetSpent(spent);
      await this.#meet(fixture);
      if (fixture.id === this.#only) return;
    }
  }

  /** Result for an operation. */
  of(operation: Operation): Exploration {
    if (!this.#session.target.operations.includes(operation)) {
      return { verdict: 'not-applicable', runs: 0, message: `${snakeCase(operation)} not offered` };
    }
    const [refusal = 'ruled out by the claims'] = this.evidence.of(operation).because.keys();
    return this.#found.get(operation) ?? { verdict: 'not-applicable', runs: 0, message: refusal };
  }

  async #meet(fixture: Fixture): Promise<void> {
    const { operation, id } = fixture;
    const { target, claims } = this.#session;
    if (!target.operations.includes(operation) || !applicable(fixture, claims)) return;
    const before = this.#found.get(operation);
    const judged = before?.verdict !== 'fail' && (this.#only === undefined || this.#only === id);
    const { trial, error } = await withPatience(this.#session, () => this.#attempt(fixture, judged));
    this.evidence.add(trial.evidence);
    if (!judged || error instanceof NotApplicable) return;
    const runs = (before?.runs ?? 0) + 1;
    if (error instanceof Falsified) {
      const { finding, message } = error;
      this.#found.set(operation, {
        verdict: 'fail',
        runs,
        message: `golden case ${id} (${fixture.note}): ${message}`,
        ...(finding && { worst: finding }),
        counterexample: { exchanges: trial.exchanges, ...(finding && { finding }) },
        path: id.slice(id.indexOf('/') + 1),
      });
      return;
    }
    const worst = [before?.worst, trial.worst].reduce((a, b) => (b && (!a || b.K > a.K) ? b : a), undefined);
    this.#found.set(operation, { verdict: 'pass', runs, ...(worst && { worst }) });
  }

  #attempt({ operation, call }: Fixture, judged: boolean): Promise<Attempt> {
    const trial = new Trial(this.#session);
    return attempt(trial, async () => {
      const result = await trial.call(operation, call);
      if (judged) trial.judge({ operation, call, result }, signatures[operation].outputs, { judge: 'required' });
    });
  }
}
