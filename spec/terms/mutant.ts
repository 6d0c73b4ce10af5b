/** An implementation that is wrong on purpose, to test the suite: one mistake, known by its id. */
import type { Conventions, Implementation } from './contract.ts';

/**
 * Expected treatment of a mistake. kill: it must fail. grade: correct arithmetic of a lower grade, which must be
 * measured as such. report: a correct implementation may show it, or it lies outside the domain; it must be visible in
 * the report. convention: a legitimate difference between frameworks.
 */
export type Debt = 'kill' | 'grade' | 'report' | 'convention';

export interface Mutant {
  /** Two letters and two digits, as in ST01; the file has the same name. */
  readonly id: string;
  /** The mistake in one sentence. */
  readonly says: string;
  readonly owed: Debt;
  /** Ids of the clauses that must fail. */
  readonly breaks: readonly string[];
  readonly implementation: Implementation;
}

/** Variants of one catalogue entry are one mistake: ST01a and ST01b. */
export const rowOf = (id: string): string => id.slice(0, 4);

/** The known mistakes that are stateless, in implementations which otherwise follow these conventions. */
export type Bank = (conventions: Conventions) => Promise<readonly Mutant[]>;
