/** From the clauses to the whole: the overall verdict of the report. */
import { expectFailures } from './known-failures.ts';
import { type ClauseReport, type OpenReason, type Report, violates } from '../report/report.ts';
import type { AnyOperation } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import { checkoutProgram } from '../terms/program-command.ts';
import type { Judged } from './judged.ts';
import { type RunOptions, seedOf } from './run-options.ts';
import { suiteVersion, specVersion } from './version.ts';
import { evidenceOf, missingEvidence, nothingAnswered } from './sufficient-evidence.ts';
import type { Session } from './trial/session.ts';

/** The report without its explanations. */
export function assemble(
  { target, claims, required }: Session,
  options: RunOptions,
  { reports, hardest, ...judged }: Pick<Judged, 'reports' | 'hardest' | 'evidence' | 'grade' | 'late' | 'notes'>,
): Omit<Report, 'diagnosis' | 'measurements'> {
  const { program = checkoutProgram, command, doctor, inferred = [], golden, known = [], replay } = options;
  const { clauses, unexpected } = expectFailures(reports, known);
  const evidence = evidenceOf(judged.evidence);
  const notes = [...(judged.notes ?? []), ...[...judged.late].map(([operation, calls]) => slow(operation, calls))];
  // A single case is no evidence of the whole.
  const missing = replay ? [] : missingEvidence(evidence, clauses);
  const { verdict, reason } = concluded({ clauses, evidence, unexpected, missing });
  return {
    suite: { version: suiteVersion, spec: specVersion, fixtures: golden?.set.version ?? 'none' },
    implementation: { name: target.name, ...(target.version !== undefined && { version: target.version }), claims },
    ...(inferred.length > 0 && { inferred }),
    program,
    command,
    seed: seedOf(options),
    required,
    verdict,
    ...(reason !== undefined && { reason }),
    ...(missing.length > 0 && { missing }),
    grade: verdict === 'error' ? null : (judged.grade ?? null),
    evidence,
    clauses,
    ...(notes.length > 0 && { notes }),
    ...(doctor !== undefined && !replay && judged.evidence.nothingComparable && { next: examine(doctor) }),
    ...(unexpected.length > 0 && { unexpected }),
    ...(hardest && { worst: hardest }),
  };
}

const examine = (doctor: string): string =>
  `no call had an answer that can be compared, so examine the adapter itself first: ${doctor}`;

const slow = (operation: AnyOperation | 'layer', calls: number): string =>
  `${snakeCase(operation)} is slow: ${calls} ${calls === 1 ? 'call was' : 'calls were'} answered only when asked again, with more time`;

type Basis = Pick<Report, 'clauses' | 'evidence'> & Required<Pick<Report, 'unexpected' | 'missing'>>;

/**
 * A failed MUST decides; then a clause that could not be judged leaves the whole open; a SHOULD never counts. Known
 * failures do not count either, but an outdated entry in their list decides. No verdict without evidence.
 */
function concluded({ clauses, evidence, unexpected, missing }: Basis): Pick<Report, 'verdict' | 'reason'> {
  const open = (reason: OpenReason): Pick<Report, 'verdict' | 'reason'> => ({ verdict: 'error', reason });
  if (clauses.some(violates)) return { verdict: 'fails' };
  if (clauses.some(({ verdict }) => verdict === 'error')) return open('clauses_in_error');
  if (!clauses.some(isJudged) || nothingAnswered(evidence)) return open('nothing_judged');
  if (unexpected.length > 0) return { verdict: 'fails' };
  return missing.length > 0 ? open('incomplete') : { verdict: 'conforms' };
}

const isJudged = ({ verdict }: ClauseReport): boolean =>
  verdict === 'pass' || verdict === 'fail' || verdict === 'expected-fail';
