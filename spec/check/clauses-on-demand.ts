/** A check whose clauses are judged one by one, when they are asked for: as the tests of a test runner. */
import type { ClauseReport, Report } from '../report/report.ts';
import type { Target } from '../wire/target.ts';
import { chosenEntries } from './golden/chosen-entries.ts';
import { offerOf } from './judge-target.ts';
import { expectFailures, knownOf } from './known-failures.ts';
import type { RunOptions } from './run-options.ts';
import { conclude, sessionOf } from './run.ts';
import type { Session } from './trial/session.ts';
import { Fold } from './units/fold.ts';
import { runUnits } from './units/run-units.ts';
import { partsOf, type Unit, unitsOf } from './units/unit.ts';
import type { UnitResult } from './units/unit-result.ts';

export interface Step {
  readonly report: ClauseReport;
  /** Known failures that did not fail, one sentence each. */
  readonly unexpected: readonly string[];
}

type StepOptions = RunOptions & Required<Pick<RunOptions, 'clauses'>>;

export class Stepwise {
  readonly #session: Session;
  readonly #options: StepOptions;
  readonly #results = new Map<string, UnitResult>();
  readonly #asked = new Set<string>();
  #stopped: string | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(target: Target, options: StepOptions) {
    this.#session = sessionOf(target, options);
    this.#options = options;
  }

  /**
   * One clause after the other, in whatever order they are asked for. The golden cases, where they are wanted, come first.
   * @param id - of a clause or a golden entry
   */
  judge(id: string): Promise<Step> {
    return this.#next(async () => {
      await this.#run([]);
      const isGolden = chosenEntries(this.#options).some((entry) => entry.id === id);
      if (!isGolden) {
        await this.#run([id]);
        this.#asked.add(id);
      }
      const report = this.#sum(isGolden ? [] : [id]).report(id, this.#stopped);
      const { clauses, unexpected } = expectFailures([report], knownOf(this.#options.known ?? [], [report]));
      return { report: clauses[0], unexpected };
    });
  }

  /** Verdict and diagnosis of everything judged so far. */
  report(): Promise<Report> {
    return this.#next(async () => {
      await this.#run([]);
      const options = this.#optionsFor([...this.#asked]);
      const known = knownOf(options.known ?? [], [...chosenEntries(options), ...options.clauses]);
      return conclude(this.#session, { ...options, known }, this.#sum([...this.#asked]).judged(this.#stopped));
    });
  }

  /** Judges the golden cases and these clauses, as far as they are not judged yet. */
  async #run(ids: readonly string[]): Promise<void> {
    if (this.#stopped !== undefined) return;
    const options = this.#optionsFor(ids);
    const offer = offerOf(this.#session);
    const falls = [...this.#results.values()].flatMap(({ id, falls: own = [] }) => (ids.includes(id) ? [] : own));
    const golden = chosenEntries(options).map(({ id }) => id);
    const before = golden.some((id) => this.#results.has(id)) ? [] : golden;
    const units = [...unitsOf(options, offer)].filter((unit) => 'clause' in unit || before.includes(unit.name));
    const fold = new Fold(partsOf(options, offer), { falls });
    const store = {
      get: ({ name }: Unit) => this.#results.get(name),
      put: (result: UnitResult) => void this.#results.set(result.name, result),
    };
    const whole = await runUnits(units, this.#session, fold, { ...options, store });
    this.#stopped = whole ? fold.stopped : 'interrupted';
  }

  #sum(ids: readonly string[]): Fold {
    const options = this.#optionsFor(ids);
    const offer = offerOf(this.#session);
    const fold = new Fold(partsOf(options, offer));
    for (const { name } of unitsOf(options, offer)) {
      const result = this.#results.get(name);
      if (result !== undefined) fold.add(result);
    }
    return fold;
  }

  #optionsFor(ids: readonly string[]): StepOptions {
    return { ...this.#options, clauses: this.#options.clauses.filter(({ id }) => ids.includes(id)) };
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
