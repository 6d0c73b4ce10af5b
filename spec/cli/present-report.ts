/** A report to where it was asked for: files, the GitHub workflow, the terminal. */
import { join } from 'node:path';
import { counterexampleFiles } from '../report/case-files.ts';
import { type Report, toJson } from '../report/report.ts';
import type { Markup } from '../report/html/markup.ts';
import { type Times, toJUnit } from '../report/junit.ts';
import { toTerminal } from '../report/terminal.ts';
import { type ReportView, viewOf } from '../report/report-view.ts';
import { writeWholeFile } from '../wire/write-file.ts';
import { tellGitHub } from './github.ts';
import { tellSupervisor } from './journal.ts';
import type { Presentation, ReportFiles } from './report-files.ts';
import { print, showsColours } from './print-safely.ts';
import { NotWritten, readersAreGone } from './standard-streams.ts';

const loadHtml = async (): Promise<typeof import('../report/html/report-page.ts')> =>
  import('../report/html/report-page.ts');

/** An interrupted run has measured nothing. */
const picturesOf = async (view: ReportView): Promise<readonly Markup[]> =>
  view.interrupted ? [] : (await import('../report/html/pictures/all.ts')).picturesOf(view);

/** Loads what `present` will need for an interrupted run. */
export async function prepareToPresent({ html }: ReportFiles): Promise<void> {
  if (html !== undefined) await loadHtml();
}

/**
 * @param times - measured: for formats that are not the same in every run
 * @throws NotWritten after everything else was written
 */
export async function present(report: Report, presentation: Presentation, times: Times): Promise<void> {
  const { json, junit, html, cases, verbose = false, show, subject } = presentation;
  const problems: string[] = [];
  const save = (file: string, content: string | Uint8Array): void => {
    try {
      writeWholeFile(file, content);
    } catch (error) {
      if (!readersAreGone(error)) problems.push(`cannot write "${file}": ${(error as Error).message}`);
    }
  };
  const view = viewOf(report);
  if (json !== undefined) save(json, toJson(report));
  if (junit !== undefined) save(junit, toJUnit(view, times));
  if (html !== undefined) save(html, (await loadHtml()).toHtml(view, await picturesOf(view)));
  if (cases !== undefined) {
    for (const { name, bytes } of counterexampleFiles(report)) save(join(cases, name), bytes);
  }
  tellGitHub(view, subject, process.env);
  tellSupervisor({ kind: 'files written' });
  const color = showsColours();
  print(toTerminal(view, { color, verbose, language: show, cases }), { colours: color });
  if (problems.length > 0) throw new NotWritten(problems.join('; '));
}
