/** A report to where it was asked for: files, the GitHub workflow, the terminal. */
import { type Report, toJson } from '../report/report.ts';
import type { Markup } from '../report/html/markup.ts';
import { toTerminal } from '../report/terminal.ts';
import { type ReportView, viewOf } from '../report/report-view.ts';
import { writeWholeFile } from '../wire/write-file.ts';
import { tellGitHub } from './github.ts';
import { tellSupervisor } from './journal.ts';
import type { ReportFiles } from './report-files.ts';
import { print, showsColours } from './print-safely.ts';
import { NotWritten, readersAreGone } from './standard-streams.ts';

/** It needs a library that nothing else needs. */
const loadJUnit = async (): Promise<typeof import('../report/junit.ts')> => import('../report/junit.ts');
const loadHtml = async (): Promise<typeof import('../report/html/report-page.ts')> =>
  import('../report/html/report-page.ts');

/** An interrupted run has measured nothing. */
const picturesOf = async (view: ReportView): Promise<readonly Markup[]> =>
  view.interrupted ? [] : (await import('../report/html/pictures/all.ts')).picturesOf(view);

/** Loads what `present` will need for an interrupted run. */
export async function prepareToPresent({ junit, html }: ReportFiles): Promise<void> {
  if (junit !== undefined) await loadJUnit();
  if (html !== undefined) await loadHtml();
}

/** @throws NotWritten after everything else was written */
export async function present(report: Report, { json, junit, html }: ReportFiles): Promise<void> {
  const problems: string[] = [];
  const save = (file: string, content: string): void => {
    try {
      writeWholeFile(file, content);
    } catch (error) {
      if (!readersAreGone(error)) problems.push(`cannot write "${file}": ${(error as Error).message}`);
    }
  };
  const view = viewOf(report);
  if (json !== undefined) save(json, toJson(report));
  if (junit !== undefined) save(junit, (await loadJUnit()).toJUnit(view));
  if (html !== undefined) save(html, (await loadHtml()).toHtml(view, await picturesOf(view)));
  tellGitHub(view, process.env);
  tellSupervisor({ kind: 'files written' });
  const color = showsColours();
  print(toTerminal(view, { color }), { colours: color });
  if (problems.length > 0) throw new NotWritten(problems.join('; '));
}
