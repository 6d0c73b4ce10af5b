/** `bnspec check`: checks one target against the specification. */
import { clauses } from '../clauses/index.ts';
import type { Clause } from '../check/trial/clause.ts';
import { smokeEntries, type SmokeEntry } from '../check/golden/smoke.ts';
import { inferConventions } from '../diagnosis/infer-conventions.ts';
import { resolveClaims } from '../terms/profiles.ts';
import { defaultRuns } from './options.ts';
import { tellSupervisor } from './journal.ts';
import { present } from './present.ts';
import { clearReports, type Presentation } from './report-files.ts';
import type { ExitCode } from '../terms/exit-codes.ts';
import { parseReplay } from '../check/selection.ts';
import { run } from '../check/run.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import type { Claims, Grade, ProfileName } from '../terms/contract.ts';
import type { Language } from '../report/paste/paste.ts';
import { RunLimits } from '../wire/run-limits.ts';
import type { Target } from '../wire/target.ts';
import { readKnownFailures } from './expected.ts';
import { quoted } from './options.ts';
import { clearProgress, showProgress } from './screen.ts';
import { selectedBy } from './selected-by.ts';
import { Stopwatch } from './stopwatch.ts';
import { openTarget, openTargets, type TargetRequest } from './target.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring.ts';

export interface CheckOptions extends Omit<Presentation, 'show' | 'subject'> {
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
  const presentation = presentationOf(named, options);
  clearReports(presentation);

  const stopwatch = new Stopwatch();
  const inProcess = options.inProcess ?? false;
  const request = { ...named, inProcess, timeoutMs: options.timeout, shared: new RunLimits() };
  const [opened, ...beside] = await openTargets(request, Math.min(options.jobs, chosen.length), wiring);
  try {
    const reference = await wiring.reference();
    const { claims, inferred } = await claimsFor(opened, options);
    const report = await run(opened, {
      reference,
      claims,
      required: options.require ?? requiredBy(claims),
      seed: options.seed,
      runs: options.runs,
      clauses: chosen,
      ...(golden && { golden: { set: (await wiring.fixtures()).golden(), entries } }),
      ...(replay && { replay }),
      known,
      program: wiring.program,
      command: commandLine(named, options),
      inferred,
      diagnosis: { bank: wiring.bank, fresh: () => openTarget(request, wiring) },
      beside,
      onProgress: (done, total, { id, says }) => {
        stopwatch.start(id);
        showProgress(`[${done + 1}/${total}] ${id} ${says}`);
      },
      onStart: (atOnce) => tellSupervisor({ kind: 'begun', atOnce, presentation }),
      onJudged: (clause, evidence) => {
        const seconds = stopwatch.stop(clause.id);
        tellSupervisor({ kind: 'judged', clause, evidence, ...(seconds !== undefined && { seconds }) });
      },
    });
    clearProgress();
    const code = exitCodeOf(report);
    tellSupervisor({ kind: 'over', report, code });
    await present(report, presentation, stopwatch.times);
    return code;
  } finally {
    clearProgress();
    await Promise.all([opened, ...beside].map((each) => each.close()));
  }
}

function presentationOf({ target, command }: Named, options: CheckOptions): Presentation {
  const { show, json, junit, html, cases, verbose } = options;
  // A program is most likely in Python.
  const language = show ?? (command === undefined ? 'javascript' : 'numpy');
  return { json, junit, html, cases, verbose, show: language, subject: { module: target, command } };
}

/** The claimed grade; an implementation that claims to be wrong is held to the lowest grade that counts as right. */
const requiredBy = ({ grade }: Claims): Exclude<Grade, 'wrong'> => (grade === 'wrong' ? 'cancelling' : grade);

async function claimsFor(
  target: Target,
  { profile }: CheckOptions,
): Promise<{ claims: Claims; inferred: readonly string[] }> {
  if (profile !== 'auto') return { claims: resolveClaims(target.claims, profile), inferred: [] };
  const { conventions, evidence } = await inferConventions(target, resolveClaims(target.claims));
  return { claims: { ...resolveClaims(target.claims), ...conventions }, inferred: evidence };
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
