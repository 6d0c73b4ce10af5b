/** One candidate → its row: starts it, infers its conventions, runs every clause. */
import { inferConventions } from '../../diagnosis/infer-conventions.ts';
import { resolveClaims } from '../../terms/profiles.ts';
import { details } from '../../report/failure-details.ts';
import { type ClauseReport, type OperationEvidence, type Report, replayCommand } from '../../report/report.ts';
import { type ClauseView, type ReportView, viewOf } from '../../report/report-view.ts';
import { run } from '../../check/run.ts';
import { restartBudget } from '../../check/restart-limit.ts';
import type { RunOptions } from '../../check/run-options.ts';
import type { Clause } from '../../check/trial/clause.ts';
import { notOffered } from '../../check/trial/explore.ts';
import { clauses } from '../../clauses/index.ts';
import type { Candidate } from '../../terms/survey-candidate.ts';
import { furtherSignatures, isFurther } from '../../terms/further-operations.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { Target } from '../../wire/target.ts';
import { type Limits, moduleTarget, spawnTarget } from '../../wire/process-target.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import { suiteVersion } from '../../check/version.ts';
import { requiredBy } from '../prepare-check.ts';
import { missing, python } from './available.ts';
import type { CheckedRow, HardestInput, Row, SurveyFinding } from './table.ts';

export interface SurveyOptions extends Pick<
  RunOptions,
  'program' | 'reference' | 'diagnosis' | 'seed' | 'runs' | 'clauses'
> {
  readonly knownFailures: (file: string) => NonNullable<RunOptions['known']>;
}

export interface Surveyed {
  readonly row: Row;
  /** Where it ran. */
  readonly report?: Report;
}

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
      required: requiredBy(claims),
      command,
      ...(expected !== undefined && { known: options.knownFailures(expected) }),
    });
    const version = target.version ?? (candidate.ours ? suiteVersion : '');
    const checked = { ...identity, version, conventions: evidence.map(firstLine), runs };
    return { row: rowOf(checked, target, viewOf(report)), report };
  } finally {
    await target.close();
  }
}

export function startCandidate({ start, name, timeoutMs }: Candidate): Promise<Target> {
  const limits: Limits = { restarts: restartBudget, ...(timeoutMs !== undefined && { timeoutMs }) };
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
  checked: Pick<CheckedRow, 'name' | 'what' | 'language' | 'version' | 'conventions' | 'runs'>,
  target: Target,
  report: ReportView,
): CheckedRow {
  const { clauses, verdict, grade, required, evidence, missing, command, diagnosis } = report;
  const worst = hardestOf(report);
  const ids = (wanted: ClauseReport['verdict'], ...levels: string[]): string[] =>
    clauses
      .filter((c) => c.verdict === wanted && (levels.length === 0 || levels.includes(c.level)))
      .map(({ id }) => id);
  return {
    ...checked,
    status: 'checked',
    operations: target.operations.map(snakeCase),
    dtypes: report.implementation.claims.dtypes,
    verdict,
    grade,
    required,
    answered: Object.fromEntries(evidence.map((each) => [each.operation, shareAnswered(each)])),
    ...(missing && { missing }),
    ...(worst && { worst }),
    passed: ids('pass').length,
    failed: ids('fail', 'MUST'),
    known: ids('expected-fail'),
    noted: ids('fail', 'SHOULD', 'MAY'),
    notApplicable: ids('not-applicable').filter((id) => isOfOffered(id, target)),
    notJudged: ids('error'),
    unexpected: report.unexpected ?? [],
    findings: clauses.filter(({ verdict }) => findingVerdicts.has(verdict)).map((clause) => finding(clause, report)),
    diagnosis: diagnosis.map(({ id, says }) => `${id}: ${says}`),
    command,
  };
}

const byId: ReadonlyMap<string, Clause> = new Map(clauses.map((clause) => [clause.id, clause]));

/**
 * Whether a clause is about what a target offers. Those of operations that it does not have would fill its row, and a new chapter
 * would change every row.
 */
const isOfOffered = (id: string, target: Target): boolean => notOffered(byId.get(id) as Clause, target).length === 0;

/** Rounded down to a hundredth, so that 1 means all. */
const shareAnswered = ({ answered, refused }: OperationEvidence): number =>
  Math.floor((100 * answered) / (answered + refused)) / 100;

const findingVerdicts: ReadonlySet<string> = new Set(['fail', 'expected-fail', 'error']);

/** Messages of crashes and exceptions continue with paths of this machine: their first line describes the problem. */
function finding(clause: ClauseView, report: Report): SurveyFinding {
  const { id, level, says, verdict, known, message } = clause;
  const short = { ...clause, ...(message !== undefined && { message: firstLine(message) }) };
  return { clause: id, level, says, verdict, ...(known && { known }), details: details(short, report) };
}

function hardestOf({ worst, hardest, ...report }: ReportView): HardestInput | undefined {
  if (worst === undefined || hardest === undefined) return undefined;
  const { operation, call, data, scalars } = hardest;
  const numbers = scalars
    .filter(([name]) => name !== 'axis' && name !== 'momentum')
    .map(([name, value]) => `, ${name} ${value}`);
  const name = isFurther(operation) ? furtherSignatures[operation].data : 'x';
  const place = `${snakeCase(worst.output)}[${worst.index.join(', ')}] of ${snakeCase(operation)}`;
  const once = { ...report, command: `--runs 1 ${report.command.replace(/ ?--runs \d+/, '').trim()}` };
  return {
    K: worst.K,
    clause: worst.clause,
    input: `${place}, ${name} ${data.dtype}[${data.shape.join(',')}], axis ${call.axis}${numbers.join('')}`,
    again: replayCommand(once, worst.replay),
  };
}

const firstLine = (text: string): string => text.trim().split('\n')[0];
