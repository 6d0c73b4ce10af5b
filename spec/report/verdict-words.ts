/** The verdict of a run in words, and what it rests on: the same in every format. */
import type { ClauseReport, OperationEvidence, Report } from './report.ts';

/** `conforms but for 3 known failures`. */
export function verdictSays({
  verdict,
  reason,
  interrupted,
  clauses,
}: Pick<Report, 'verdict' | 'reason' | 'interrupted'> & {
  readonly clauses: readonly Pick<ClauseReport, 'verdict'>[];
}): string {
  if (verdict === 'fails') return `does not conform${interrupted ? ' (interrupted)' : ''}`;
  if (verdict === 'error') return openSays[reason ?? 'clauses_in_error'];
  const known = clauses.filter((clause) => clause.verdict === 'expected-fail').length;
  return known === 0 ? 'conforms' : `conforms but for ${known} known ${known === 1 ? 'failure' : 'failures'}`;
}

const openSays: Readonly<Record<NonNullable<Report['reason']>, string>> = {
  clauses_in_error: 'could not be fully judged',
  nothing_judged: 'was not judged',
  incomplete: 'refused too much to be judged',
  interrupted: 'was not fully judged (interrupted)',
};

/** `grade stable`, `grade cancelling (required: stable)`, `not graded`. */
export function gradeSays({
  verdict,
  interrupted,
  grade,
  required,
}: Pick<Report, 'verdict' | 'interrupted' | 'grade' | 'required'>): string {
  if (grade !== null) return `grade ${grade}${grade === required ? '' : ` (required: ${required})`}`;
  return verdict === 'error' || interrupted ? 'no grade' : 'not graded';
}

/** `12345 calls answered, 67 refused`. */
export function evidenceSays(evidence: readonly OperationEvidence[]): string {
  const sum = (of: (each: OperationEvidence) => number): number =>
    evidence.reduce((total, each) => total + of(each), 0);
  const [answered, refused] = [sum((each) => each.answered), sum((each) => each.refused)];
  return `${answered} ${answered === 1 ? 'call' : 'calls'} answered, ${refused} refused`;
}
