/** From the clauses to the whole: what the report says above them, and how the program ends. */
import { expectFailures } from './known-failures.ts';
import type { ClauseReport, Report } from '../report/report.ts';
import type { RunOptions } from './run-options.ts';
import { suiteVersion, specVersion } from './version.ts';
import type { Session } from './trial/trial.ts';
import type { Target } from '../wire/outcome.ts';

/** The report without what explains it. */
export function assemble(
  target: Target,
  { claims, required, command, inferred = [], golden, known = [] }: RunOptions,
  seed: number,
  { measured }: Session,
  found: readonly ClauseReport[],
): Omit<Report, 'diagnosis' | 'measurements'> {
  const { clauses, unexpected } = expectFailures(found, known);
  const judged = clauses.some(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'expected-fail');
  const verdict = verdictOf(clauses, judged, unexpected);
  return {
    suite: { version: suiteVersion, spec: specVersion, fixtures: golden?.set.version ?? 'none' },
    implementation: { name: target.name, ...(target.version !== undefined && { version: target.version }), claims },
    ...(inferred.length > 0 && { inferred }),
    command,
    seed,
    required,
    verdict,
    grade: verdict === 'error' ? null : measured,
    clauses,
    ...(unexpected.length > 0 && { unexpected }),
  };
}

/**
 * A broken MUST decides; a clause that could not be judged leaves the whole open; a SHOULD never counts. What is known to
 * fail counts as little, but a list of known failures that is not true decides.
 */
function verdictOf(
  clauses: readonly ClauseReport[],
  judged: boolean,
  unexpected: readonly string[],
): Report['verdict'] {
  if (clauses.some(({ verdict }) => verdict === 'error') || !judged) return 'error';
  if (unexpected.length > 0) return 'fails';
  return clauses.some(({ verdict, level }) => verdict === 'fail' && level === 'MUST') ? 'fails' : 'conforms';
}

/** Exit code of a report (contract): 0 conforms, 1 does not, 4 incomplete, 5 nothing ran. */
export function exitCodeOf({ verdict, clauses }: Report): 0 | 1 | 4 | 5 {
  if (verdict === 'conforms') return 0;
  if (verdict === 'fails') return 1;
  return clauses.some(({ verdict: each }) => each === 'error') ? 4 : 5;
}
