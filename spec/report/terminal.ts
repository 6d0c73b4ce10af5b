/** Report → text for a terminal. Every clause has a line; failures are explained below the list. */
import { styleText } from 'node:util';
import { details } from './failure-details.ts';
import { brief } from './number-forms.ts';
import { inert, shownLine, shownName } from './untrusted-text.ts';
import { fromJsonNumber } from './json-number.ts';
import { type ClauseReport, notReached, type Report } from './report.ts';
import { evidenceSays, gradeSays, verdictSays } from './verdict-words.ts';
import type { ReportView } from './report-view.ts';

/** How text is printed. */
export interface TerminalOptions {
  readonly color?: boolean;
}

type Style = Parameters<typeof styleText>[0];

const marks: Record<ClauseReport['verdict'], { readonly word: string; readonly style: Style }> = {
  pass: { word: 'pass', style: 'green' },
  fail: { word: 'FAIL', style: 'red' },
  'expected-fail': { word: 'known', style: 'yellow' },
  'not-applicable': { word: 'n/a', style: 'gray' },
  error: { word: 'ERROR', style: 'magenta' },
};

export function toTerminal(report: ReportView, { color = false }: TerminalOptions = {}): string {
  const paint = (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const { implementation, clauses } = report;
  const lines = [
    `bnspec ${report.suite.version}  ${shownName(implementation.name)} ${shownName(implementation.version ?? '')}`.trimEnd(),
    '',
  ];
  if (report.inferred) lines.push(...report.inferred.map((sentence) => `inferred  ${shownLine(sentence)}`), '');
  for (const clause of clauses) {
    const soft = clause.verdict === 'fail' && clause.level !== 'MUST';
    const { word, style } = soft ? { word: 'note', style: 'yellow' as const } : marks[clause.verdict];
    lines.push(
      `${paint(style, word.padEnd(5))} ${clause.id.padEnd(8)} ${clause.level.padEnd(6)} ${clause.says}${aside(clause)}`,
    );
  }
  const explained = clauses.filter(
    ({ verdict, message }) => verdict === 'fail' || (verdict === 'error' && message !== notReached),
  );
  for (const clause of explained) {
    lines.push(
      '',
      `${paint(marks[clause.verdict].style, marks[clause.verdict].word)}  ${clause.id} ${clause.level}  ${clause.says}`,
    );
    lines.push(...details(clause, report).map((line) => `  ${line}`));
  }
  for (const sentence of report.unexpected ?? []) {
    lines.push('', `outdated entry in the known-failures file: ${shownLine(sentence)}`);
  }
  lines.push(...diagnosisLines(report).flatMap((line) => (line.startsWith(' ') ? [line] : ['', line])));
  for (const note of report.notes ?? []) lines.push('', `note: ${shownLine(note)}`);
  lines.push('', ...(report.missing ?? []).map((sentence) => `missing: ${shownLine(sentence)}`));
  if (report.next !== undefined) lines.push(`next: ${shownLine(report.next)}`);
  lines.push(summary(report));
  return `${lines.map(inert).join('\n')}\n`;
}

/** Passed clauses show how near they came to their bound; the others say why. */
function aside({ verdict, worst, message, known }: ClauseReport): string {
  if (known) return `  [${shownLine(known.reason + (known.thread === undefined ? '' : `: ${known.thread}`))}]`;
  if (verdict === 'pass' && worst) return `  [K ${brief(fromJsonNumber(worst.K))}]`;
  return message && (verdict === 'not-applicable' || message === notReached) ? `  [${shownLine(message)}]` : '';
}

/** For each part of the diagnosis what it says, and beneath it the evidence. */
export const diagnosisLines = ({ diagnosis }: Pick<Report, 'diagnosis'>): string[] =>
  diagnosis.flatMap(({ id, says, evidence }) => [`diagnosis ${id}: ${shownLine(says)}`, `  ${shownLine(evidence)}`]);

/** The verdict, the grade and the counts, on one line. */
export function summary(report: Report): string {
  const { clauses, implementation, evidence, seed } = report;
  const count = (wanted: ClauseReport['verdict'], level?: string): number =>
    clauses.filter((each) => each.verdict === wanted && (level === undefined || each.level === level)).length;
  const notes = count('fail') - count('fail', 'MUST');
  const parts = [
    `${count('pass')} passed`,
    `${count('fail', 'MUST')} failed`,
    ...(notes > 0 ? [`${notes} noted (SHOULD)`] : []),
    ...(count('expected-fail') > 0 ? [`${count('expected-fail')} failed as expected`] : []),
    ...(count('error') > 0 ? [`${count('error')} not judged`] : []),
    ...(count('not-applicable') > 0 ? [`${count('not-applicable')} not applicable`] : []),
  ];
  const name = shownName(implementation.name);
  const counts = [parts.join(', '), evidenceSays(evidence), `seed ${seed}`];
  return `${name} ${verdictSays(report)}, ${gradeSays(report)}; ${counts.join('; ')}`;
}
