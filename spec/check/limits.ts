/** How often a target may crash in one run: counted over all its processes, since a run counts what each clause cost. */

/** A crash in one corner can cost several restarts per clause; more than this in all, and the adapter is simply broken. */
export const restartBudget = 250;

/**
 * @param falls - how each process ended, in the order of the clauses
 * @returns why the run ends here, once it does
 */
export function overBudget(falls: readonly string[]): string | undefined {
  if (falls.length <= restartBudget) return undefined;
  return `it fell over more than ${restartBudget} times, then with: ${falls[restartBudget]}`;
}
