/** What a timer can hold. One that is set for longer fires at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** @throws RangeError where it is no time that can be waited for; Infinity is as long as a timer can be. */
export function checkedMs(name: string, ms: number): number {
  if (!(ms > 0)) throw new RangeError(`"${name}" expected a number of milliseconds > 0, got ${ms}`);
  return Math.min(ms, longestTimerMs);
}
