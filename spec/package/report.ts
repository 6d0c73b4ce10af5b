/** `import … from 'bnspec/report'`: a report in the forms that the command line writes. */
import { picturesOf } from '../report/html/pictures/all.ts';
import { toHtml } from '../report/html/report-page.ts';
import { type Times, toJUnit as junit } from '../report/junit.ts';
import type { Report } from '../report/report.ts';
import { type TerminalOptions, toTerminal as terminal } from '../report/terminal.ts';
import { viewOf } from '../report/report-view.ts';

export type { TerminalOptions } from '../report/terminal.ts';
export type { Report } from '../report/report.ts';
export { toJson } from '../report/report.ts';
export { exitCodeOf } from '../report/exit-code.ts';

/** As printed by `bnspec check`. */
export const toTerminal = (report: Report, options: TerminalOptions = {}): string => terminal(viewOf(report), options);

/**
 * JUnit XML: a test case for the verdict, with the diagnosis, then one per clause.
 * @param times - seconds that each clause took, by id, where they were measured
 */
export const toJUnit = (report: Report, times: Times = new Map()): string => junit(viewOf(report), times);

/** One HTML page with pictures, complete in itself. */
export function toPage(report: Report): string {
  const view = viewOf(report);
  return toHtml(view, view.interrupted ? [] : picturesOf(view));
}
