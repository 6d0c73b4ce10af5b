/**
 * A check as a list of tests: one for each clause, judged when it runs, and a last one for the verdict. What a test runner needs
 * to know is in `vitest.ts`, `node-test.ts` and `jest.ts`.
 */
import { begin, type Begun } from '../cli/prepare-check.ts';
import { Stepwise } from '../check/clauses-on-demand.ts';
import { smokeEntries } from '../check/golden/judge-golden-cases.ts';
import { applicability } from '../check/trial/explore.ts';
import { details } from '../report/failure-details.ts';
import type { ClauseReport, Report } from '../report/report.ts';
import { diagnosisLines, summary } from '../report/terminal.ts';
import { clauseViewOf } from '../report/report-view.ts';
import { wiringFor } from './check.ts';
import { asked, type Asked, type CheckOptions, type TargetLike } from './options.ts';

export interface ConformanceTest {
  readonly id: string;
  /** Its id and its sentence. */
  readonly title: string;
}

/** Result of a test: passed, or the reason why it was skipped, or what is wrong. */
export type Result =
  | { readonly status: 'passed' }
  | { readonly status: 'skipped'; readonly message: string }
  | { readonly status: 'failed'; readonly message: string };

export const verdictTitle = 'verdict: enough was answered, and it conforms';

export class Conformance {
  /** Name of the target, before it is opened. */
  readonly name: string;
  readonly tests: readonly ConformanceTest[];
  readonly #asked: Asked;
  #begun: Promise<Begun> | undefined;
  #steps: Stepwise | undefined;
  #judged = 0;
  #explained = false;

  /** @throws UsageError for options that are not as documented */
  constructor(target: TargetLike, options: CheckOptions) {
    this.#asked = asked(target, options);
    const { request, settings } = this.#asked;
    this.name = request.implementation?.name ?? request.target ?? request.command?.join(' ') ?? '';
    const { replay, chosen, golden = [] } = settings;
    const sentences = [...golden, ...chosen].filter(({ id }) => replay === undefined || id === replay.id);
    const replayed = replay && smokeEntries.filter(({ id }) => id === replay.id);
    this.tests = [...(replayed ?? []), ...sentences].map(({ id, level, says }) => ({
      id,
      title: `${id} ${level} ${says}`,
    }));
  }

  /** @param alone - the last test will not run: the first failure then has the diagnosis */
  async judge(id: string, alone: boolean): Promise<Result> {
    const steps = await this.#open();
    this.#judged++;
    const { report, unexpected } = await steps.judge(id);
    const skipped = reasonToSkip(report);
    if (skipped !== undefined) return { status: 'skipped', message: skipped };
    const fails = report.verdict === 'fail' || report.verdict === 'error';
    if (!fails && unexpected.length === 0) return { status: 'passed' };
    const lines = [...unexpected, ...(fails ? details(clauseViewOf(report), this.#printed) : [])];
    if (fails && alone && !this.#explained) {
      this.#explained = true;
      lines.push(...diagnosisLines(await steps.report()));
    }
    return { status: 'failed', message: lines.join('\n') };
  }

  /** Reasons why clauses do not apply, by id, where that is clear before any of them is judged. */
  async inapplicable(): Promise<ReadonlyMap<string, string>> {
    const { target, options } = await this.#beginOnce();
    const reasons = this.#asked.settings.chosen.flatMap((clause): [string, string][] => {
      const { reason } = applicability(clause, target, options.claims);
      return reason === undefined ? [] : [[clause.id, reason]];
    });
    return new Map(reasons);
  }

  /** The last test. Where no other ran, it judges all of them first. */
  async verdict(): Promise<Result> {
    const steps = await this.#open();
    if (this.#judged === 0) for (const { id } of this.tests) await steps.judge(id);
    const report = await steps.report();
    const lines = [summary(report), ...(report.missing ?? []).map((sentence) => `missing: ${sentence}`)];
    if (report.verdict === 'conforms') return { status: 'passed' };
    return {
      status: 'failed',
      message: [...lines, ...(report.unexpected ?? []), ...diagnosisLines(report)].join('\n'),
    };
  }

  async close(): Promise<void> {
    await (await this.#begun)?.close();
  }

  /** Parts of printed commands. */
  get #printed(): Pick<Report, 'program' | 'command'> {
    const { settings } = this.#asked;
    return { program: wiringFor(settings).program, command: settings.command };
  }

  async #open(): Promise<Stepwise> {
    const { target, options } = await this.#beginOnce();
    return (this.#steps ??= new Stepwise(target, { ...options, clauses: this.#asked.settings.chosen }));
  }

  #beginOnce(): Promise<Begun> {
    const { request, settings } = this.#asked;
    return (this.#begun ??= begin(request, settings, wiringFor(settings)));
  }
}

/** A failed SHOULD is worth a remark and no more. */
function reasonToSkip({ level, verdict, message = '' }: ClauseReport): string | undefined {
  if (verdict === 'not-applicable') return message;
  return verdict === 'fail' && level !== 'MUST' ? `noted, since it is a ${level}: ${message}` : undefined;
}
