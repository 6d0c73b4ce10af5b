/** One candidate → its row: starts it, infers its conventions, runs every clause. */
import { inferConventions } from '../../diagnosis/infer-conventions.ts';
import { resolveClaims } from '../../terms/profiles.ts';
import { details } from '../../report/details.ts';
import type { ClauseReport, Report } from '../../report/report.ts';
import { run } from '../../check/run.ts';
import type { RunOptions } from '../../check/run-options.ts';
import type { Candidate } from '../../terms/candidate.ts';
import type { AnyCall } from '../../terms/named-tensors.ts';
import { signatures, snakeCase } from '../../terms/operations.ts';
import { decodeRequest } from '../../wire/message.ts';
import type { Target } from '../../wire/outcome.ts';
import { type Limits, moduleTarget, spawnTarget } from '../../wire/process.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import { suiteVersion } from '../../check/version.ts';
import { missing, python } from './available.ts';
import type { CheckedRow, HardestInput, Row, SurveyFinding } from './table.ts';

export interface SurveyOptions extends Pick<RunOptions, 'reference' | 'bank' | 'seed' | 'runs' | 'clauses' | 'signal'> {
  readonly knownFailures: (file: string) => NonNullable<RunOptions['known']>;
}

export interface Surveyed {
  readonly row: Row;
  /** Where it ran. */
  readonly report?: Report;
}

/** As for `bnspec check`. */
const restarts = 250;

export async function checkOne(candidate: Candidate, options: SurveyOptions): Promise<Surveyed> {
  const { name, what, language } = candidate;
  const command = argumentsOf(candidate);
  const identity = { name, what, language };
  const why = missing(candidate);
  if (why !== undefined) return { row: { ...identity, status: 'not here', why, command } };
  let target: Target;
  try {
    target = await startCandidate(candidate);
  } catch (error) {
    if (!(error instanceof CouldNotStart)) throw error;
    return { row: { ...identity, status: 'could not start', why: firstLine(error.message), command } };
  }
  try {
    const claims = resolveClaims(target.claims, candidate.profile);
    const { evidence } = await inferConventions(target, claims);
    const { runs = options.runs, expected } = candidate;
    const report = await run(target, {
      ...options,
      runs,
      claims,
      required: claims.grade === 'wrong' ? 'cancelling' : claims.grade,
      command,
      ...(expected !== undefined && { known: options.knownFailures(expected) }),
    });
    const version = target.version ?? (candidate.ours ? suiteVersion : '');
    return { row: rowOf({ ...identity, version }, target, report, evidence.map(firstLine), runs), report };
  } finally {
    await target.close();
  }
}

export function startCandidate({ start, name, timeoutMs }: Candidate): Promise<Target> {
  const limits: Limits = { restarts, ...(timeoutMs !== undefined && { timeoutMs }) };
  if ('module' in start) return moduleTarget(start.module, { ...limits, label: name });
  const [program, ...args] = start.command;
  return spawnTarget({ command: program === 'python3' ? python() : program, args, ...limits, label: name });
}

/** Arguments of `bnspec check` that reproduce the result. */
export function argumentsOf({ start, profile, runs, timeoutMs, expected }: Candidate): string {
  const words = [
    ...('module' in start ? [start.module] : []),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(runs === undefined ? [] : ['--runs', String(runs)]),
    ...(timeoutMs === undefined ? [] : ['--timeout', String(timeoutMs)]),
    ...(expected === undefined ? [] : ['--expected', expected]),
    ...('command' in start ? ['--', ...start.command] : []),
  ];
  return words.join(' ');
}

function rowOf(
  identity: Pick<CheckedRow, 'name' | 'what' | 'language' | 'version'>,
  target: Target,
  report: Report,
  conventions: readonly string[],
  runs: number,
): CheckedRow {
  const { clauses, verdict, grade, required, worst, command, diagnosis } = report;
  const ids = (wanted: ClauseReport['verdict'], ...levels: string[]): string[] =>
    clauses
      .filter((c) => c.verdict === wanted && (levels.length === 0 || levels.includes(c.level)))
      .map(({ id }) => id);
  return {
    ...identity,
    status: 'checked',
    operations: target.operations.map(snakeCase),
    dtypes: report.implementation.claims.dtypes,
    verdict,
    grade,
    required,
    runs,
    ...(worst && { worst: hardest(worst, command) }),
    conventions,
    passed: ids('pass').length,
    failed: ids('fail', 'MUST'),
    known: ids('expected-fail'),
    noted: ids('fail', 'SHOULD', 'MAY'),
    notApplicable: ids('not-applicable'),
    notJudged: ids('error'),
    unexpected: report.unexpected ?? [],
    findings: clauses.filter(({ verdict }) => findingVerdicts.has(verdict)).map((clause) => finding(clause, report)),
    diagnosis: diagnosis.map(({ id, says }) => `${id}: ${says}`),
    command,
  };
}

const findingVerdicts: ReadonlySet<string> = new Set(['fail', 'expected-fail', 'error']);

/** Messages of crashes and exceptions continue with paths of this machine: their first line describes the problem. */
function finding(clause: ClauseReport, report: Report): SurveyFinding {
  const { id, level, says, verdict, known, message } = clause;
  const short = { ...clause, ...(message !== undefined && { message: firstLine(message) }) };
  return { clause: id, level, says, verdict, ...(known && { known }), details: details(short, report) };
}

function hardest(worst: NonNullable<Report['worst']>, command: string): HardestInput {
  const { op, call } = decodeRequest(Buffer.from(worst.requests[0], 'base64'));
  const scalars = signatures[op].scalars.filter((name) => name !== 'axis' && name !== 'momentum');
  const numbers = scalars.map((name) => `, ${name} ${String((call as AnyCall)[name])}`);
  const { x, axis } = call;
  const place = `${snakeCase(worst.output)}[${worst.index.join(', ')}] of ${snakeCase(op)}`;
  return {
    K: worst.K,
    clause: worst.clause,
    input: `${place}, x ${x.dtype}[${x.shape.join(',')}], axis ${axis}${numbers.join('')}`,
    again: `npx tsx spec/cli.ts check --replay ${worst.replay} --runs 1 ${command.replace(/ ?--runs \d+/, '').trim()}`,
  };
}

const firstLine = (text: string): string => text.trim().split('\n')[0];
