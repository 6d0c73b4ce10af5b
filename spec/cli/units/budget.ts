/** `--budget 10m`: the time after which a run ends. */
import type { Budget } from '../../check/run-options.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @returns milliseconds; undefined where the text is no time */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(s|m|h|d)$/.exec(text) ?? [];
  const ms = amount === undefined ? 0 : Number(amount) * unitMs[unit];
  return ms > 0 ? ms : undefined;
}

/** Begins now. */
export function budgetOf(text: string): Budget {
  const ends = performance.now() + (parseDuration(text) ?? Infinity);
  return { isSpent: () => performance.now() >= ends, says: `the budget of ${text} was spent` };
}
