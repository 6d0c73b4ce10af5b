/** The files that a check writes its report to. */
import { checkWritable, removeFile } from '../wire/write-file.ts';
import { UsageError } from './errors.ts';

export interface ReportFiles {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
}

/**
 * Removes the reports of an earlier run, so that none is taken for that of this run, however it ends.
 * @throws UsageError where a file cannot be written: before the run, rather than after it
 */
export function clearReports({ json, junit, html }: ReportFiles): void {
  const files = [json, junit, html].filter((file) => file !== undefined);
  for (const file of files) {
    try {
      checkWritable(file);
    } catch (error) {
      throw new UsageError(`cannot write "${file}": ${(error as Error).message}`);
    }
  }
  for (const file of files) removeFile(file);
}
