/** Failures in a report, short enough to read in a test's diff. */
import type { Report } from '../../spec/report/report.ts';

export interface Failure {
  readonly id: string;
  readonly message: string | undefined;
  readonly worst: Report['clauses'][number]['worst'];
}

/** Broken MUSTs and clauses that could not be judged. */
export function failures(report: Report): Failure[] {
  return report.clauses
    .filter(({ verdict, level }) => verdict === 'error' || (verdict === 'fail' && level === 'MUST'))
    .map(({ id, message, worst }) => ({ id, message, worst }));
}
