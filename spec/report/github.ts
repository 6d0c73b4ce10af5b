/**
 * Report → output for a GitHub workflow: annotations, as workflow commands, and a summary of the step in Markdown.
 * Limits and escaping: https://docs.github.com/en/actions, "Workflow commands" and "Adding a job summary".
 */
import { roundTo } from '../terms/dtype.ts';
import type { AnyOperation } from '../terms/further-operations.ts';
import { decimal } from './number-forms.ts';
import { cut, shownLine, shownMessage, shownName, visible, visibleLine } from './untrusted-text.ts';
import { type Report, replayCommand } from './report.ts';
import { evidenceSays, gradeSays, verdictSays } from './verdict-words.ts';
import type { ClauseView, NumberView, ReportView } from './report-view.ts';

/** GitHub shows at most this many annotations of each kind per step. */
const mostAnnotations = 10;

/** GitHub rejects a larger step summary. */
export const mostSummaryBytes: number = 2 ** 20;

/** Most failed clauses that a summary explains. */
const mostExplained = 40;

/** Where an annotation is shown: a file, relative to the root of the repository. */
export interface SourcePlace {
  readonly file: string;
  readonly line?: number;
}

/** The place of an operation; of the whole, where a clause objects to no single call. */
export type PlaceOf = (operation: AnyOperation | undefined) => SourcePlace | undefined;

const nowhere: PlaceOf = () => undefined;

/** One workflow command per line: an error for each failed MUST, a warning for each failed SHOULD. */
export function toAnnotations(report: ReportView, placeOf: PlaceOf = nowhere): string {
  const errors = report.clauses.filter(
    ({ verdict, level }) => verdict === 'error' || (verdict === 'fail' && level === 'MUST'),
  );
  const warnings = report.clauses.filter(({ verdict, level }) => verdict === 'fail' && level !== 'MUST');
  return [...commands('error', errors, report, placeOf), ...commands('warning', warnings, report, placeOf)]
    .map((line) => `${line}\n`)
    .join('');
}

function commands(
  kind: 'error' | 'warning',
  clauses: readonly ClauseView[],
  report: Report,
  placeOf: PlaceOf,
): string[] {
  // The last annotation gives the number of those left out.
  const shown = clauses.length > mostAnnotations ? clauses.slice(0, mostAnnotations - 1) : clauses;
  const left = clauses.length - shown.length;
  const name = shownName(report.implementation.name);
  return [
    ...shown.map((clause) => {
      const { id, level, says, message = '', replay } = clause;
      const again = replay === undefined ? [] : [`Reproduce: ${shownLine(replayCommand(report, replay))}`];
      const text = [says, shownMessage(message), ...again].join('\n');
      return command(kind, placeOf(operationIn(clause)), `${name}: ${id} ${level}`, text);
    }),
    ...(left > 0 ? [command(kind, placeOf(undefined), name, `${left} more clauses: see the report.`)] : []),
  ];
}

function operationIn({ shown, counterexample }: ClauseView): AnyOperation | undefined {
  const exchanges = shown?.exchanges ?? [];
  return exchanges[counterexample?.exchange ?? exchanges.length - 1]?.operation;
}

function command(kind: string, place: SourcePlace | undefined, title: string, message: string): string {
  const { file, line } = place ?? {};
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${properties.join(',')}::${data(message)}`;
}

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

export function toStepSummary(report: ReportView): string {
  const { implementation, clauses, diagnosis, evidence, verdict, missing = [], next, seed } = report;
  const failed = clauses.filter((each) => each.verdict === 'fail' || each.verdict === 'error');
  const mark = { conforms: '✓', fails: '✗', error: '?' }[verdict];
  const passed = clauses.filter((each) => each.verdict === 'pass').length;
  const lines = [
    `## ${text(shownName(implementation.name))} ${mark} ${verdictSays(report)}`,
    '',
    `${passed} of ${clauses.length} clauses passed, ${gradeSays(report)}, ${evidenceSays(evidence)}, seed ${seed}.`,
    ...missing.map((sentence) => `\n**Missing:** ${text(visibleLine(cut(sentence, 1000)))}`),
    ...(next === undefined ? [] : [`\n**Next:** ${text(visibleLine(cut(next, 1000)))}`]),
    ...diagnosis.map(({ id, says }) => `\n**Diagnosis ${text(id)}:** ${text(visibleLine(cut(says, 1000)))}`),
  ];
  if (failed.length > 0) {
    lines.push('', '| clause | requirement | where | expected | actual |', '|---|---|---|---|---|');
    lines.push(...failed.slice(0, mostExplained).map(row));
    if (failed.length > mostExplained) lines.push('', `${failed.length - mostExplained} more failed.`);
    const replays = failed.slice(0, mostExplained).flatMap(({ replay }) => replay ?? []);
    if (replays.length > 0) {
      lines.push('', '<details><summary>Reproduce them</summary>', '', '<pre>');
      lines.push(...replays.map((replay) => text(visibleLine(cut(replayCommand(report, replay), 1000)))));
      lines.push('</pre>', '', '</details>');
    }
  }
  return `${lines.join('\n')}\n\n`;
}

function row({ id, level, says, message = '', shown }: ClauseView): string {
  const cells = [`${id} ${level}`, says, ...(shown?.number ? numberCells(shown.number) : messageCells(message))];
  return `| ${cells.map(text).join(' | ')} |`;
}

function numberCells({ name, expected, actual, dtype }: NumberView): string[] {
  return [name, ...[expected, actual].map((value) => decimal(roundTo(dtype, value), dtype))];
}

const messageCells = (message: string): string[] => [visibleLine(cut(message, 300)), '', ''];

/**
 * Escapes any text for Markdown and for the HTML that Markdown may hold: everything but ASCII letters and digits
 * becomes a character reference, which neither reads as markup.
 */
function text(raw: string): string {
  return visible(raw).replaceAll(/[^A-Za-z0-9 \u0080-\u{10ffff}]/gu, (character) => `&#${character.charCodeAt(0)};`);
}
