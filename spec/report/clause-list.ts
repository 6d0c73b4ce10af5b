/** Every clause on a line of its own, then each failure explained. */
import { details } from './failure-details.ts';
import { fromJsonNumber } from './json-number.ts';
import { brief } from './number-forms.ts';
import { shownLine } from './untrusted-text.ts';
import { type ClauseReport, notReached } from './report.ts';
import { type Standing, standingOf } from './standing.ts';
import { type Paint, plain } from './paint.ts';
import type { ReportView } from './report-view.ts';

const marks: Readonly<Record<Standing, { readonly word: string; readonly style: Parameters<Paint>[0] }>> = {
  pass: { word: 'pass', style: 'green' },
  fail: { word: 'FAIL', style: 'red' },
  note: { word: 'note', style: 'yellow' },
  known: { word: 'known', style: 'yellow' },
  none: { word: 'n/a', style: 'gray' },
  error: { word: 'ERROR', style: 'magenta' },
};

export function clauseList(report: ReportView, paint: Paint = plain): string[] {
  const { clauses } = report;
  const lines = clauses.map((clause) => {
    const { word, style } = marks[standingOf(clause)];
    return `${paint(style, word.padEnd(5))} ${clause.id.padEnd(8)} ${clause.level.padEnd(6)} ${clause.says}${aside(clause)}`;
  });
  for (const clause of clauses.filter(isExplained)) {
    const { word, style } = marks[standingOf(clause)];
    lines.push('', `${paint(style, word)}  ${clause.id} ${clause.level}  ${clause.says}`);
    lines.push(...details(clause, report).map((line) => `  ${line}`));
  }
  return lines;
}

const isExplained = ({ verdict, message }: ClauseReport): boolean =>
  verdict === 'fail' || (verdict === 'error' && message !== notReached);

/** Passed clauses show how near they came to their bound; the others say why. */
function aside({ verdict, worst, message, known }: ClauseReport): string {
  if (known) return `  [${shownLine(known.reason + (known.thread === undefined ? '' : `: ${known.thread}`))}]`;
  if (verdict === 'pass' && worst) return `  [K ${brief(fromJsonNumber(worst.K))}]`;
  return message && (verdict === 'not-applicable' || message === notReached) ? `  [${shownLine(message)}]` : '';
}
