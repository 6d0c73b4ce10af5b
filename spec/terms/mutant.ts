/** An implementation that is wrong on purpose, to test the suite: one mistake, known by its id. */
import type { Conventions, Implementation } from './contract.ts';

/**
 * What the suite owes a mistake. kill: it must fail. grade: honest arithmetic of a lower grade, which must be measured
 * as such. report: an honest implementation can show it, or it lies outside the domain; it must be visible in the report.
 * convention: a legitimate difference between frameworks.
 */
export type Debt = 'kill' | 'grade' | 'report' | 'convention';

export interface Mutant {
  /** Two letters and two digits, as in ST01; the file has the same name. */
  readonly id: string;
  /** The mistake in one sentence. */
  readonly says: string;
  readonly owed: Debt;
  /** Ids of clauses that must object. */
  readonly breaks: readonly string[];
  readonly implementation: Implementation;
}

/** Variants of one row of the catalogue are one mistake: ST01a and ST01b. */
export const rowOf = (id: string): string => id.slice(0, 4);

/** Known mistakes that remember no call, in implementations which otherwise follow these conventions. */
export type Bank = (conventions: Conventions) => Promise<readonly Mutant[]>;
