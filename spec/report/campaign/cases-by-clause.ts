/** The clauses of all targets side by side. */
import type { ClauseSum, TargetReport } from './campaign-report.ts';

export interface ClauseRow {
  readonly id: string;
  /** One for each target; undefined where it was not asked for. */
  readonly clauses: readonly (ClauseSum | undefined)[];
}

/** In the order of the specification, as far as the targets have it. */
export function casesByClause(targets: readonly TargetReport[]): ClauseRow[] {
  const byId = targets.map(({ clauses }) => new Map(clauses.map((clause) => [clause.id, clause])));
  const numbers = (id: string): number[] => (id.match(/\d+/g) ?? []).map(Number);
  const ids = [...new Set(byId.flatMap((clauses) => [...clauses.keys()]))].toSorted((a, b) => {
    const [[chapter, number], [otherChapter, other]] = [numbers(a), numbers(b)];
    return chapter - otherChapter || number - other;
  });
  return ids.map((id) => ({ id, clauses: byId.map((clauses) => clauses.get(id)) }));
}
