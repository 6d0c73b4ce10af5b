/** `bnspec check`: checks one target against the specification. */
import { clauses } from '../clauses/index.ts';
import { askedClauses } from './asked-clauses.ts';
import { begin } from './prepare-check.ts';
import { clauseLines } from './clause-lines.ts';
import { tellSupervisor } from './journal.ts';
import { present } from './present-report.ts';
import { clearReports, type Presentation } from './report-files.ts';
import type { ExitCode } from '../terms/exit-codes.ts';
import { run } from '../check/run.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { violates } from '../report/report.ts';
import type { Grade, ProfileName } from '../terms/contract.ts';
import type { Language } from '../report/paste/paste.ts';
import { readKnownFailures } from './read-known-failures.ts';
import { defaultRuns, quoted } from './options.ts';
import { casesOf, Pace } from './pace.ts';
import { clearProgress, showProgress, tell } from './print-safely.ts';
import { namesModule, type TargetRequest } from './open-target.ts';
import { Stopwatch } from './stopwatch.ts';
import { checkTogether, type LongRunOptions, longRunOf } from './units/long-run.ts';
import { runShard } from './units/run-shard.ts';
import type { Wiring } from './wiring-interface.ts';

export interface CheckOptions extends Omit<Presentation, 'show' | 'subject'>, LongRunOptions {
  /** Default: by the kind of target. */
  readonly show?: Language;
  readonly profile?: ProfileName | 'auto';
  readonly require?: Exclude<Grade, 'wrong'>;
  /** Patterns of ids. */
  readonly clause?: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly replay?: string;
  readonly expected?: string;
  readonly timeout?: number;
  readonly inProcess?: boolean;
  readonly jobs: number;
  /** File for each clause as soon as it is judged. */
  readonly jsonLines?: string;
  /** Run the golden cases first. */
  readonly fixtures?: boolean;
}

/** The target, as it is named. */
export type Named = Pick<TargetRequest, 'target' | 'command'>;

/** The file that a report must not take the place of. */
export const fileOf = ({ target }: Named): string | undefined =>
  target !== undefined && namesModule(target) ? target : undefined;

/** Options that a printed command repeats. */
type Asked = {
  readonly [K in 'profile' | 'require' | 'inProcess' | 'timeout' | 'runs' | 'expected']?: CheckOptions[K] | undefined;
};

/** @returns the exit code */
export async function check(named: Named, options: CheckOptions, wiring: Wiring): Promise<ExitCode> {
  const { clause, replay: token, fixtures = false, shard } = options;
  checkTogether(options, options);
  const { replay, chosen, golden } = askedClauses(clause, token, fixtures, '--replay', wiring);
  const judged = replay === undefined ? chosen : clauses.filter(({ id }) => id === replay.id);
  const known = options.expected === undefined ? [] : readKnownFailures(options.expected, judged);
  const presentation = presentationOf(named, options);
  const { expected, jsonLines } = options;
  clearReports(presentation, { '--expected': expected, '--json-lines': jsonLines, 'the target': fileOf(named) });
  const writeClause = clauseLines(jsonLines);

  const stopwatch = new Stopwatch();
  const { profile, require, seed, runs, jobs, timeout, inProcess = false } = options;
  const settings = { profile, require, seed, runs, jobs, chosen, golden, replay, known };
  const begun = await begin(
    { ...named, inProcess, timeoutMs: timeout },
    { ...settings, command: commandLine(named, options) },
    wiring,
  );
  const { claims } = begun.options;
  const pace = new Pace(() => casesOf(judged, begun.target, claims, runs));
  const showPace = (): void => {
    const line = pace.line();
    if (line === undefined) return;
    clearProgress();
    tell(`bnspec: ${line}\n`);
  };
  const clock = setInterval(showPace, 1000).unref();
  try {
    const asked = { ...(profile !== undefined && { profile }), ...(require !== undefined && { require }) };
    const { options: long, ...units } = longRunOf(begun, options, { ...asked, mostFailures: 1 });
    if (shard !== undefined) {
      const work = { ...begun, options: { ...begun.options, ...long } };
      return await runShard(work, { ...units, shard, file: options.json });
    }
    const doctor = doctorFor(named, options, wiring);
    const report = await run(begun.target, {
      ...begun.options,
      ...long,
      ...(doctor !== undefined && { doctor }),
      onProgress: (done, total, { id, says }) => showProgress(`[${done + 1}/${total}] ${id} ${says}`),
      onStart: (atOnce) => tellSupervisor({ kind: 'begun', atOnce, presentation }),
      onJudged: (clause, evidence, { unexpected, done, share, ms }) => {
        const seconds = stopwatch.add(clause.id, ms);
        tellSupervisor({ kind: 'judged', clause, evidence, ...(seconds !== undefined && { seconds }) });
        if (done) writeClause(clause, unexpected);
        pace.judged(
          clause.id,
          evidence.reduce((sum, { answered, refused }) => sum + answered + refused, 0),
          { share, failed: violates(clause) },
        );
        showPace();
      },
    });
    clearProgress();
    const code = exitCodeOf(report);
    tellSupervisor({ kind: 'over', report, code });
    await present(report, presentation, stopwatch.times);
    return code;
  } finally {
    clearInterval(clock);
    clearProgress();
    await begun.close();
  }
}

export function presentationOf(
  { target, command }: Named,
  options: Pick<CheckOptions, 'show' | 'json' | 'junit' | 'html' | 'cases' | 'verbose'>,
): Presentation {
  const { show, json, junit, html, cases, verbose } = options;
  // A program is most likely in Python.
  const language = show ?? (command === undefined ? 'javascript' : 'numpy');
  return { json, junit, html, cases, verbose, show: language, subject: { module: target, command } };
}

/** The command that examines the same adapter; undefined for what has none: a built-in. */
export function doctorFor(
  { target, command }: Named,
  { timeout }: Pick<CheckOptions, 'timeout'>,
  { program }: Wiring,
): string | undefined {
  const module = target !== undefined && namesModule(target) ? [target] : undefined;
  const adapter = command === undefined ? module : ['--', ...command];
  const limit = timeout === undefined ? [] : ['--timeout', String(timeout)];
  return adapter && `${program} doctor ${quoted([...limit, ...adapter])}`;
}

export function commandLine(
  { target, command }: Named,
  { profile, require, inProcess, timeout, runs, expected }: Asked,
): string {
  const words = [
    ...(target === undefined ? [] : [target]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(require === undefined ? [] : ['--require', require]),
    ...(runs === undefined || runs === defaultRuns ? [] : ['--runs', String(runs)]),
    ...(timeout === undefined ? [] : ['--timeout', String(timeout)]),
    ...(expected === undefined ? [] : ['--expected', expected]),
    ...(inProcess ? ['--in-process'] : []),
    ...(command === undefined ? [] : ['--', ...command]),
  ];
  return quoted(words);
}
