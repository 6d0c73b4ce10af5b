/** An implementation that is wrong on purpose, to test the suite: one mistake, known by its id. */
import type { Conventions, Implementation } from './contract.ts';

/**
 * Expected treatment of a mistake. kill: it must fail. grade: correct arithmetic of a lower grade, which must be
 * measured as such. report: a correct implementation may show it, or it lies outside the domain; it must be visible in
 * the report. convention: a legitimate difference between frameworks.
 */
export type Debt = 'kill' | 'grade' | 'report' | 'convention';

export interface Mistake {
  /** See mutant-id.ts. */
  readonly id: string;
  /** The mistake in one sentence. */
  readonly says: string;
  readonly owed: Debt;
  /** Ids of the clauses that must fail. */
  readonly breaks: readonly string[];
}

export interface Mutant extends Mistake {
  readonly implementation: Implementation;
}

export interface MutantFactory extends Mistake {
  /**
   * Each time another implementation, which keeps nothing from calls of those before.
   * @param conventions - that it claims and follows, unless its mistake needs a claim of its own; default: pytorch's
   */
  readonly under: (conventions?: Partial<Conventions>) => Mutant;
}
