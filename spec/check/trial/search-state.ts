/** Results of trying one clause on case after case: the number judged, the closest comparison, and the failure. */
import type { Clause } from './clause.ts';
import type { AnyExchange, LayerExchange } from './exchange.ts';
import { Failure, isDeadly } from './smallest-failure.ts';
import { Falsified, type Finding, NotApplicable } from './clause-exceptions.ts';
import { Earlier } from './prior-calls.ts';
import type { Evidence } from './answered-call-counts.ts';
import type { Recorder } from './error-recorder.ts';
import type { PairCounts } from './pair-counts.ts';
import { attempt, type Attempt, lateIn, withPatience } from './retry-timeouts.ts';
import type { Session } from './session.ts';
import { Trial } from './trial.ts';

/** The comparison that came closest to its bound, its calls, and where they are found again. */
export interface Closest {
  readonly worst: Finding;
  readonly exchanges: readonly AnyExchange[];
  readonly layerExchanges: readonly LayerExchange[];
  readonly path: string;
}

export interface SearchOptions {
  /** Go straight to this case. */
  readonly path?: string;
  /** Counts errors until something fails: shrink candidates are not representative. */
  readonly recorder?: Recorder;
  /** Counts what is answered and what is refused, likewise. */
  readonly evidence?: Evidence;
  /** Counts which levels of the clause's aspects have met, likewise. */
  readonly pairs?: PairCounts | undefined;
}

const isCloser = ({ K }: Finding, sofar: Closest | undefined): boolean => sofar === undefined || K > sofar.worst.K;

/** A crash costs a restart, so only this many are spent on shrinking one counterexample; none on one that hangs. */
const mostCrashes = 3;

export class Search {
  readonly #clause: Clause;
  readonly #session: Session;
  readonly #options: SearchOptions;
  readonly #earlier = new Earlier();
  #cases = 0;
  #judged = 0;
  #closest: Closest | undefined;
  readonly #closestOf = new Map<string, Closest>();
  #failure: Failure | undefined;
  #nothingToJudge = 'nothing to judge';

  constructor(clause: Clause, session: Session, options: SearchOptions) {
    this.#clause = clause;
    this.#session = session;
    this.#options = options;
  }

  /** Cases that were judged, before shrinking. */
  get judged(): number {
    return this.#judged;
  }

  get closest(): Closest | undefined {
    return this.#closest;
  }

  /** The same of each output by itself, in the order of their names. */
  closestByOutput(): Closest[] {
    return [...this.#closestOf].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, closest]) => closest);
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
    this.#cases += 1;
    if (this.#failure) return this.#objectsToo(subject);
    const { trial, error } = await withPatience(this.#session, () => this.#attempt(subject, this.#options.recorder));
    this.#options.evidence?.add(trial.evidence);
    if (error instanceof Falsified) return this.#fail(error, trial, subject);
    if (error instanceof NotApplicable) this.#nothingToJudge = error.message;
    else this.#pass(trial, subject);
    return false;
  }

  /** Whether it fails for a smaller case as well. Without patience: what only takes long is not a smaller case. */
  async #objectsToo(subject: unknown): Promise<boolean> {
    const { trial, error } = await this.#attempt(subject);
    if (!(error instanceof Falsified) || lateIn(trial)) return false;
    return this.#failure?.becomes(error, trial.exchanges, trial.layerExchanges) ?? false;
  }

  #attempt(subject: unknown, recorder?: Recorder): Promise<Attempt> {
    const trial = new Trial(this.#session, { grades: this.#clause.grades, recorder });
    return attempt(trial, () => this.#clause.holds(trial, subject));
  }

  /** Whether shrinking has cost as much as it may. */
  outOfPatience(): boolean {
    if (this.#failure === undefined) return false;
    return lateIn(this.#failure) !== undefined || this.#failure.fatal > mostCrashes;
  }

  #pass({ exchanges, layerExchanges, worst, worstOf, evidence }: Trial, subject: unknown): void {
    const { answered, refused } = evidence.total();
    if (answered === 0 && refused > 0) {
      this.#nothingToJudge = evidence.reasons()[0];
      return;
    }
    this.#earlier.add(exchanges);
    this.#countJudged(subject);
    const found = { exchanges, layerExchanges, path: this.#options.path ?? String(this.#cases - 1) };
    if (worst && isCloser(worst, this.#closest)) this.#closest = { worst, ...found };
    if (this.#clause.grades !== true) return;
    for (const [output, own] of worstOf) {
      if (isCloser(own, this.#closestOf.get(output))) this.#closestOf.set(output, { worst: own, ...found });
    }
  }

  #countJudged(subject: unknown): void {
    this.#judged += 1;
    const { combines } = this.#clause;
    if (combines) this.#options.pairs?.add(combines.levelsIn(subject));
  }

  async #fail(objection: Falsified, { exchanges, layerExchanges }: Trial, subject: unknown): Promise<boolean> {
    this.#countJudged(subject);
    const mayBeState = objection.belated || this.#clause.sequence === true;
    const asks = mayBeState && !isDeadly(exchanges);
    const before = asks ? await this.#earlier.neededFor(this.#clause, this.#session, subject) : [];
    this.#failure = new Failure(objection, exchanges, before, layerExchanges);
    return true;
  }
}
