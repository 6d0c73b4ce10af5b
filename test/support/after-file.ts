/**
 * What helpers leave behind is cleared after the tests of a file: not after one test, since others may run at the same
 * time. A hook of a helper's own would not do: one process loads the helper once, for many files.
 */
const steps: (() => void)[] = [];

export const afterFile = (step: () => void): void => void steps.push(step);

/** Called after each file, by `test/setup.ts`. What came last goes first, since it may need what was there before it. */
export function clear(): void {
  for (const step of steps.splice(0).toReversed()) step();
}
