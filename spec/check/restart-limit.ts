/**
 * Limit on the restarts of a target in one run: counted over all its processes, since a run counts the cost of each
 * clause.
 */

/**
 * A crash in one corner can cost several restarts per clause; with more than this in all, the adapter is simply broken.
 */
export const restartBudget = 250;

/**
 * @param falls - how each process ended, in the order of the clauses
 * @returns the reason why the run ends here, once it does
 */
export function overBudget(falls: readonly string[]): string | undefined {
  if (falls.length <= restartBudget) return undefined;
  return `the adapter had to be restarted more than ${restartBudget} times, the last time because: ${falls[restartBudget]}`;
}
