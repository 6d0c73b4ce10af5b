/** The files that a check writes its report to. */
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isCaseName } from '../report/case-files.ts';
import type { Language } from '../report/paste/paste.ts';
import { checkWritable, fileAt, removeFile } from '../wire/write-file.ts';
import { UsageError } from './errors.ts';
import type { Subject } from './source-place.ts';

export interface ReportFiles {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
  /** Folder for the inputs of counterexamples. */
  readonly cases?: string | undefined;
}

/** Everything that presenting a report depends on: the files, and the choices of the terminal. */
export interface Presentation extends ReportFiles {
  readonly verbose?: boolean | undefined;
  readonly show: Language;
  readonly subject: Subject;
}

/** Other files of a command, by the word that asks for each. */
export type OtherFiles = Readonly<Record<string, string | undefined>>;

/**
 * Removes the reports of an earlier run, so that none is taken for that of this run, however it ends.
 * @param others - that the command reads, or writes apart from its report
 * @throws UsageError where a file cannot be written, or would be lost: before the run, rather than after it
 */
export function clearReports({ json, junit, html, cases }: ReportFiles, others: OtherFiles): void {
  const files = [json, junit, html].filter((file) => file !== undefined);
  for (const file of files) writable(file, () => checkWritable(file));
  keepApart({ '--json': json, '--junit': junit, '--html': html }, others);
  const old = cases === undefined ? [] : casesIn(cases);
  for (const file of [...files, ...old]) removeFile(file);
}

/** A report over a report, or over what is read, would lose one of them. */
function keepApart(reports: OtherFiles, others: OtherFiles): void {
  const taken = new Map<string, string>();
  for (const [word, file] of [...Object.entries(others), ...Object.entries(reports)]) {
    const place = file === undefined ? undefined : writable(file, () => fileAt(file));
    if (place === undefined) continue;
    const other = taken.get(place);
    if (other !== undefined && word in reports) {
      throw new UsageError(`"${word}" expected a file of its own, got that of ${other}: "${file}"`);
    }
    taken.set(place, word.startsWith('--') ? `"${word}"` : word);
  }
}

/** Cases of an earlier run. A folder with anything else in it is not ours to empty. */
function casesIn(folder: string): string[] {
  const names = writable(folder, () => {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return readdirSync(folder);
  });
  const stranger = names.find((name) => !isCaseName(name));
  if (stranger !== undefined) {
    throw new UsageError(
      `"--cases" expected a folder that is new, empty or written by it: "${folder}" has "${stranger}"`,
    );
  }
  return names.map((name) => join(folder, name));
}

function writable<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new UsageError(`cannot write "${path}": ${(error as Error).message}`);
  }
}
