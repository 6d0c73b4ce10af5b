/**
 * Known failures: clauses that an implementation is known to violate, each with a reason. The list must stay accurate:
 * a clause that passes after all, and an entry that matches nothing, are errors in the list.
 */
import { globToRegExp } from './clause-patterns-and-replay-tokens.ts';
import type { ClauseReport } from '../report/report.ts';

/** An entry of the list of known failures. */
export interface KnownFailure {
  /** An id such as BN-13.6, or a pattern such as BN-8.*: every judged clause that it matches must fail. */
  readonly clause: string;
  readonly reason: string;
  /** Link to a discussion. */
  readonly thread?: string | undefined;
}

export interface Expectations {
  /** The same clauses; those that failed as expected are marked so. */
  readonly clauses: readonly ClauseReport[];
  /** One sentence for each outdated entry. */
  readonly unexpected: readonly string[];
}

/** The entries about any of these clauses: others are not outdated by them. */
export const knownOf = (known: readonly KnownFailure[], judged: readonly { readonly id: string }[]): KnownFailure[] =>
  known.filter(({ clause }) => judged.some(({ id }) => globToRegExp(clause).test(id)));

/**
 * @param known - an entry that matches none of these clauses is an error: leave out entries about clauses that were not
 * selected
 */
export function expectFailures(clauses: readonly ClauseReport[], known: readonly KnownFailure[]): Expectations {
  const unexpected: string[] = [];
  const reasons = new Map<string, KnownFailure>();
  for (const entry of known) {
    const pattern = globToRegExp(entry.clause);
    const judged = clauses.filter(({ id, verdict }) => pattern.test(id) && (verdict === 'pass' || verdict === 'fail'));
    const open = clauses.some(({ id, verdict }) => pattern.test(id) && verdict === 'error');
    if (judged.length === 0 && !open) unexpected.push(`"${entry.clause}" is expected to fail and was not judged`);
    for (const { id, verdict } of judged) {
      if (verdict === 'pass') unexpected.push(`${id} is expected to fail (${entry.reason}) and passes`);
      else if (!reasons.has(id)) reasons.set(id, entry);
    }
  }
  return {
    clauses: clauses.map((clause) => {
      const entry = reasons.get(clause.id);
      if (entry === undefined) return clause;
      const { reason, thread } = entry;
      return { ...clause, verdict: 'expected-fail', known: { reason, ...(thread !== undefined && { thread }) } };
    }),
    unexpected,
  };
}
