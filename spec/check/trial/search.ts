/** Results of trying one clause on case after case: the number judged, the closest comparison, and the failure. */
import type { Clause } from './clause.ts';
import type { Exchange } from './exchange.ts';
import { Failure, isDeadly } from './failure.ts';
import { Falsified, type Finding, NotApplicable } from './objection.ts';
import { Earlier } from './prior-calls.ts';
import type { Evidence } from './evidence.ts';
import type { Recorder } from './recorder.ts';
import type { Session } from './session.ts';
import { Trial } from './trial.ts';

/** The comparison that came closest to its bound, its calls, and where they are found again. */
export interface Closest {
  readonly worst: Finding;
  readonly exchanges: readonly Exchange[];
  readonly path: string;
}

export interface SearchOptions {
  /** Go straight to this case. */
  readonly path?: string;
  /** Counts errors until something fails: shrink candidates are not representative. */
  readonly recorder?: Recorder;
  /** Counts what is answered and what is refused, likewise. */
  readonly evidence?: Evidence;
  /** Calls of earlier clauses that hung, as soon as that is known. Default: those of the session so far. */
  readonly hangsBefore?: () => Promise<number>;
}

/**
 * A crash costs a restart and a hang a whole timeout, so only this many are spent on shrinking one counterexample; none
 * once hangs are known to be common.
 */
const patience = { fatal: 3, hangs: 3 } as const;

export class Search {
  readonly #clause: Clause;
  readonly #session: Session;
  readonly #options: SearchOptions;
  readonly #earlier = new Earlier();
  #cases = 0;
  #judged = 0;
  #closest: Closest | undefined;
  #failure: Failure | undefined;
  #nothingToJudge = 'nothing to judge';

  constructor(clause: Clause, session: Session, options: SearchOptions) {
    this.#clause = clause;
    this.#session = session;
    const hangs = session.observations.hangs();
    this.#options = { hangsBefore: async () => hangs, ...options };
  }

  /** Cases that were judged, before shrinking. */
  get judged(): number {
    return this.#judged;
  }

  get closest(): Closest | undefined {
    return this.#closest;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Reason why the last case without a verdict had none. */
  get nothingToJudge(): string {
    return this.#nothingToJudge;
  }

  /** Whether the clause fails for this case. The last objection belongs to the smallest counterexample so far. */
  async objects(subject: unknown): Promise<boolean> {
    const { recorder, evidence } = this.#failure ? {} : this.#options;
    const trial = new Trial(this.#session, { grades: this.#clause.grades, recorder });
    this.#cases += 1;
    try {
      await this.#clause.holds(trial, subject);
    } catch (error) {
      if (error instanceof Falsified) return await this.#fail(error, trial.exchanges, subject);
      if (!(error instanceof NotApplicable)) throw error;
      this.#nothingToJudge = error.message;
      return false;
    } finally {
      evidence?.add(trial.evidence);
    }
    if (!this.#failure) this.#pass(trial);
    return false;
  }

  /** Whether shrinking has cost as many crashes and hangs as it may. */
  async outOfPatience(): Promise<boolean> {
    const fatal = this.#failure?.fatal ?? 0;
    if (fatal === 0) return false;
    const hangs = (await this.#options.hangsBefore?.()) ?? 0;
    return fatal > (hangs > patience.hangs ? 0 : patience.fatal);
  }

  #pass({ exchanges, worst, evidence }: Trial): void {
    const { answered, refused } = evidence.total();
    if (answered === 0 && refused > 0) {
      this.#nothingToJudge = evidence.reasons()[0];
      return;
    }
    this.#earlier.add(exchanges);
    this.#judged += 1;
    if (worst === undefined || (this.#closest && worst.K <= this.#closest.worst.K)) return;
    this.#closest = { worst, exchanges, path: this.#options.path ?? String(this.#cases - 1) };
  }

  async #fail(objection: Falsified, exchanges: readonly Exchange[], subject: unknown): Promise<boolean> {
    if (this.#failure) return this.#failure.becomes(objection, exchanges);
    this.#judged += 1;
    const mayBeState = objection.belated || this.#clause.sequence === true;
    const asks = mayBeState && !isDeadly(exchanges);
    const before = asks ? await this.#earlier.neededFor(this.#clause, this.#session, subject) : [];
    this.#failure = new Failure(objection, exchanges, before);
    return true;
  }
}
