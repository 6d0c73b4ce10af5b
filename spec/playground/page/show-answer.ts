/** An answer as markup: the verdict, the grade, the diagnosis, and the simplest counterexample as the report page draws it. */
import { diagnosisCard } from '../../report/html/diagnosis-card.ts';
import { failure } from '../../report/html/failure.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { gradeScale, tally } from '../../report/html/summary.ts';
import { type ReportView, viewOf } from '../../report/report-view.ts';
import { simplestFirst } from '../../report/simplest.ts';
import { standingOf } from '../../report/standing.ts';
import { shownLine, shownMessage } from '../../report/untrusted-text.ts';
import { verdictSays } from '../../report/verdict-words.ts';
import type { Answer } from '../answer.ts';

/** The verdict, as a status that a screen reader announces. */
export function statusOf(answer: Answer): string {
  if (answer.kind === 'problem') {
    const { line, message } = answer;
    return (line === undefined ? '' : `Line ${line}: `) + shownLine(message);
  }
  const { report } = answer;
  const says = `Your code ${verdictSays(report)}`;
  const [first] = report.diagnosis;
  return first === undefined ? `${says}.` : `${says}: ${shownLine(first.says)}`;
}

export const toneOf = (answer: Answer): 'good' | 'bad' | 'note' =>
  answer.kind === 'problem'
    ? 'note'
    : ({ conforms: 'good', fails: 'bad', error: 'note' } as const)[answer.report.verdict];

export function markupOf(answer: Answer): Markup {
  if (answer.kind === 'problem') return html``;
  const view = viewOf(answer.report);
  const { notes = [], missing = [], next } = view;
  return html`${[...notes, ...missing, ...(next === undefined ? [] : [next])].map(
    (sentence) => html`<p class="small">${shownMessage(sentence)}</p>`,
  )}
  ${
    view.diagnosis.length > 0 &&
    html`<h3>Diagnosis</h3>
      ${view.diagnosis.map(diagnosisCard)}`
  }
  ${gradeScale(view)} ${tally(view)} ${failures(view)}`;
}

function failures(view: ReportView): Markup | undefined {
  const failed = view.clauses.filter((clause) => standingOf(clause) === 'fail' || standingOf(clause) === 'error');
  if (failed.length === 0) return undefined;
  const shown = simplestFirst(failed);
  return html`<h3>Counterexamples, the simplest first</h3>
    ${shown.map((clause, i) => failure(clause, view, { open: i === 0, abridged: false }))}`;
}
