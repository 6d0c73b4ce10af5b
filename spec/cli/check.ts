/** `bnspec check`: checks one target against the specification. */
import { clauses } from '../clauses/index.ts';
import type { Clause } from '../check/trial/clause.ts';
import { smokeEntries, type SmokeEntry } from '../check/golden/judge-golden-cases.ts';
import { begin } from './prepare-check.ts';
import { clauseLines } from './clause-lines.ts';
import { defaultRuns } from './options.ts';
import { tellSupervisor } from './journal.ts';
import { present } from './present-report.ts';
import { clearReports, type ReportFiles } from './report-files.ts';
import type { ExitCode } from '../terms/exit-codes.ts';
import { parseReplay } from '../check/clause-patterns-and-replay-tokens.ts';
import { run } from '../check/run.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import type { Grade, ProfileName } from '../terms/contract.ts';
import { readKnownFailures } from './read-known-failures.ts';
import { quoted } from './options.ts';
import { clearProgress, showProgress } from './print-safely.ts';
import { namesModule, type TargetRequest } from './open-target.ts';
import { selectedBy } from './selected-clauses.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring-interface.ts';

export interface CheckOptions extends ReportFiles {
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

/** Target and options of the check. */
type Named = Pick<TargetRequest, 'target' | 'command'>;

/** @returns the exit code */
export async function check(named: Named, options: CheckOptions, wiring: Wiring): Promise<ExitCode> {
  const replay = options.replay === undefined ? undefined : replayOf(options.replay);
  const golden = options.fixtures === true || replay?.id.startsWith('FX.') === true;
  const { chosen, entries } = chosenClauses(options.clause, golden, wiring);
  const judged = replay === undefined ? chosen : clauses.filter(({ id }) => id === replay.id);
  const known = options.expected === undefined ? [] : readKnownFailures(options.expected, judged);
  const files: ReportFiles = { json: options.json, junit: options.junit, html: options.html };
  clearReports(files);
  const writeClause = clauseLines(options.jsonLines);

  const { profile, require, seed, runs, jobs, timeout, inProcess = false } = options;
  const settings = { profile, require, seed, runs, jobs, chosen, golden: golden ? entries : undefined, replay, known };
  const begun = await begin(
    { ...named, inProcess, timeoutMs: timeout },
    { ...settings, command: commandLine(named, options) },
    wiring,
  );
  try {
    const doctor = doctorFor(named, options, wiring);
    const report = await run(begun.target, {
      ...begun.options,
      ...(doctor !== undefined && { doctor }),
      onProgress: (done, total, { id, says }) => showProgress(`[${done + 1}/${total}] ${id} ${says}`),
      onStart: (atOnce) => tellSupervisor({ kind: 'begun', atOnce, files }),
      onJudged: (clause, evidence, unexpected) => {
        tellSupervisor({ kind: 'judged', clause, evidence });
        writeClause(clause, unexpected);
      },
    });
    clearProgress();
    const code = exitCodeOf(report);
    tellSupervisor({ kind: 'over', report, code });
    await present(report, files);
    return code;
  } finally {
    clearProgress();
    await begun.close();
  }
}

function replayOf(token: string): ReturnType<typeof parseReplay> {
  let replay;
  try {
    replay = parseReplay(token);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (![...clauses, ...smokeEntries].some(({ id }) => id === replay.id))
    throw new UsageError(`"--replay" names no clause: ${replay.id}`);
  return replay;
}

function chosenClauses(
  globs: readonly string[] | undefined,
  golden: boolean,
  wiring: Wiring,
): { chosen: readonly Clause[]; entries: readonly SmokeEntry[] } {
  const available = golden ? smokeEntries : [];
  if (globs === undefined) return { chosen: clauses, entries: available };
  const selected = selectedBy(globs, [...clauses, ...available], wiring);
  return { chosen: clauses.filter(selected), entries: available.filter(selected) };
}

/** The command that examines the same adapter; undefined for what has none: a built-in. */
function doctorFor({ target, command }: Named, { timeout }: CheckOptions, { program }: Wiring): string | undefined {
  const module = target !== undefined && namesModule(target) ? [target] : undefined;
  const adapter = command === undefined ? module : ['--', ...command];
  const limit = timeout === undefined ? [] : ['--timeout', String(timeout)];
  return adapter && `${program} doctor ${quoted([...limit, ...adapter])}`;
}

function commandLine(
  { target, command }: Named,
  { profile, require, inProcess, timeout, runs, expected }: CheckOptions,
): string {
  const words = [
    ...(target === undefined ? [] : [target]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(require === undefined ? [] : ['--require', require]),
    ...(runs === defaultRuns ? [] : ['--runs', String(runs)]),
    ...(timeout === undefined ? [] : ['--timeout', String(timeout)]),
    ...(expected === undefined ? [] : ['--expected', expected]),
    ...(inProcess ? ['--in-process'] : []),
    ...(command === undefined ? [] : ['--', ...command]),
  ];
  return quoted(words);
}
