/** A check whose clauses are judged one by one, when they are asked for: as the tests of a test runner. */
import type { Clause } from './trial/clause.ts';
import type { ClauseReport, Report } from '../report/report.ts';
import type { Target } from '../wire/target.ts';
import { runGolden, type Smoked } from './golden/run-golden.ts';
import { summed, toReport } from './judge-target.ts';
import { expectFailures, knownOf } from './known-failures.ts';
import { type RunOptions, seedOf } from './run-options.ts';
import { conclude, sessionOf } from './run.ts';
import { exploreAll, type Explored } from './schedule.ts';
import type { Session } from './trial/session.ts';

export interface Step {
  readonly report: ClauseReport;
  /** Known failures that did not fail, one sentence each. */
  readonly unexpected: readonly string[];
}

export class Stepwise {
  readonly #session: Session;
  readonly #options: RunOptions;
  readonly #order: readonly Clause[];
  readonly #explored = new Map<string, Explored>();
  #golden: Promise<Smoked> | undefined;
  #stopped: string | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(target: Target, options: RunOptions & Required<Pick<RunOptions, 'clauses'>>) {
    this.#session = sessionOf(target, options);
    this.#options = options;
    this.#order = options.clauses;
  }

  /**
   * One clause after the other, in whatever order they are asked for. The golden cases, where they are wanted, come first.
   * @param id - of a clause or a golden entry
   */
  judge(id: string): Promise<Step> {
    return this.#next(async () => {
      const entry = (await this.#smoked()).reports.find((report) => report.id === id);
      const report = entry ?? this.#report(await this.#explore(id));
      const { clauses, unexpected } = expectFailures([report], knownOf(this.#options.known ?? [], [report]));
      return { report: clauses[0], unexpected };
    });
  }

  /** Verdict and diagnosis of everything judged so far. */
  report(): Promise<Report> {
    return this.#next(async () => {
      const chosen = this.#order.filter(({ id }) => this.#explored.has(id));
      const explored = chosen.flatMap(({ id }) => this.#explored.get(id) ?? []);
      const { reports } = await this.#smoked();
      const options = {
        ...this.#options,
        clauses: chosen,
        known: knownOf(this.#options.known ?? [], [...reports, ...chosen]),
      };
      const summary = summed(explored, await this.#smoked(), seedOf(options), (each) => this.#report(each));
      return conclude(this.#session, options, { ...summary, stopped: this.#stopped });
    });
  }

  async #explore(id: string): Promise<Explored> {
    const before = this.#explored.get(id);
    if (before !== undefined) return before;
    const clause = this.#order.find((each) => each.id === id) as Clause;
    const { stopped } = await this.#smoked();
    const options = { ...this.#options, stopped: this.#stopped ?? stopped };
    const { clauses, stopped: now } = await exploreAll([clause], this.#session, options);
    this.#stopped = now;
    this.#explored.set(id, clauses[0]);
    return clauses[0];
  }

  #smoked(): Promise<Smoked> {
    return (this.#golden ??= runGolden(this.#session, this.#options));
  }

  #report(explored: Explored): ClauseReport {
    return toReport(explored, seedOf(this.#options), this.#session);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
