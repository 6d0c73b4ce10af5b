/** `check --json-lines FILE`: each clause as soon as it is judged, for those who show results while the check runs. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { ClauseReport } from '../report/report.ts';
import { UsageError } from './errors.ts';

/** @param unexpected - known failures that did not fail, one sentence each */
export type WriteClause = (clause: ClauseReport, unexpected: readonly string[]) => void;

/**
 * Empties the file. Each line is out before the check goes on.
 * @throws UsageError where the file cannot be written
 */
export function clauseLines(file: string | undefined): WriteClause {
  if (file === undefined) return () => undefined;
  try {
    writeFileSync(file, '');
  } catch (error) {
    throw new UsageError(`cannot write "${file}": ${(error as Error).message}`);
  }
  return (clause, unexpected) => {
    const line = { ...clause, ...(unexpected.length > 0 && { unexpected }) };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}
