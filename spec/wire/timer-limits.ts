/** Limits of time in milliseconds: the longest that a timer holds, and how much more a second attempt gets. */

/** Longest delay that a timer can hold. A longer one fires at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Times the limit, for work that is done again because an answer was late. */
export const patience = 4;

/** @throws RangeError unless it is a positive number; Infinity means the longest delay that a timer can hold. */
export function checkedMs(name: string, ms: number): number {
  if (!(ms > 0)) throw new RangeError(`"${name}" expected a number of milliseconds > 0, got ${ms}`);
  return Math.min(ms, longestTimerMs);
}
