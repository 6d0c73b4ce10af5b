/** From the clauses to the whole: the overall verdict of the report, and the exit code. */
import { expectFailures } from './known-failures.ts';
import { type ClauseReport, type Report, violates } from '../report/report.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { checkoutProgram } from '../terms/program.ts';
import type { Judged } from './judge.ts';
import { type RunOptions, seedOf } from './run-options.ts';
import { suiteVersion, specVersion } from './version.ts';
import type { Session } from './trial/session.ts';

/** The report without its explanations. */
export function assemble(
  { target, claims, required, observations }: Session,
  options: RunOptions,
  { reports, hardest }: Pick<Judged, 'reports' | 'hardest'>,
): Omit<Report, 'diagnosis' | 'measurements'> {
  const { program = checkoutProgram, command, inferred = [], golden, known = [] } = options;
  const { clauses, unexpected } = expectFailures(reports, known);
  const judged = clauses.some(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'expected-fail');
  const verdict = verdictOf(clauses, judged, unexpected);
  return {
    suite: { version: suiteVersion, spec: specVersion, fixtures: golden?.set.version ?? 'none' },
    implementation: { name: target.name, ...(target.version !== undefined && { version: target.version }), claims },
    ...(inferred.length > 0 && { inferred }),
    program,
    command,
    seed: seedOf(options),
    required,
    verdict,
    grade: verdict === 'error' ? null : observations.measured,
    clauses,
    ...(unexpected.length > 0 && { unexpected }),
    ...(hardest && { worst: hardest }),
  };
}

/**
 * A failed MUST decides; a clause that could not be judged leaves the whole open; a SHOULD never counts. Known failures
 * do not count either, but an outdated entry in their list decides.
 */
function verdictOf(
  clauses: readonly ClauseReport[],
  judged: boolean,
  unexpected: readonly string[],
): Report['verdict'] {
  if (clauses.some(({ verdict }) => verdict === 'error') || !judged) return 'error';
  if (unexpected.length > 0) return 'fails';
  return clauses.some(violates) ? 'fails' : 'conforms';
}

/** Exit code of a report (contract). */
export function exitCodeOf({ verdict, clauses }: Report): ExitCode {
  if (verdict === 'conforms') return exitCodes.success;
  if (verdict === 'fails') return exitCodes.failure;
  return clauses.some(({ verdict: each }) => each === 'error') ? exitCodes.incomplete : exitCodes.nothingRan;
}
