/** Report → one self-contained HTML page: no script, no request; readable from disk, on paper and by screen reader. */
import { shownLine, shownName } from '../untrusted-text.ts';
import type { Report } from '../report.ts';
import { simplestFirst } from '../simplest.ts';
import { standingOf } from '../standing.ts';
import type { ClauseView, ReportView } from '../report-view.ts';
import { clauseTables, isExplained } from './clause-table.ts';
import { diagnosisCard } from './diagnosis-card.ts';
import { failure } from './failure.ts';
import { html, type Markup } from './markup.ts';
import { toPage } from './page.ts';
import { reportStyle } from './report-style.ts';
import { verdictSays } from '../verdict-words.ts';
import { summary } from './summary.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: readonly (Markup | undefined)[];
}

export function toHtml(report: ReportView, pictures: readonly Markup[]): string {
  const { implementation, clauses, suite, seed, program, command } = report;
  const explained = clauses.filter(isExplained);
  const noted = explained.filter((clause) => standingOf(clause) === 'note');
  const failed = explained.filter((clause) => standingOf(clause) !== 'note');
  const sections: Section[] = [
    { id: 'diagnosis', title: 'Diagnosis', content: report.diagnosis.map(diagnosisCard) },
    {
      id: 'failures',
      title: 'Failures',
      content: explanations(simplestFirst(failed), report, true),
    },
    {
      id: 'notes',
      title: 'Noted',
      content: noted.length > 0 ? [notesLead, ...explanations(noted, report, false)] : [],
    },
    { id: 'pictures', title: 'Pictures', content: pictures },
    { id: 'clauses', title: 'Clauses', content: clauseTables(clauses) },
    { id: 'reading', title: 'How to read this', content: [reading(program)] },
  ].filter(({ content }) => content.length > 0);
  const name = shownName(implementation.name);
  return toPage({
    title: `${name} ${verdictSays(report)} · bnspec`,
    head: html`<nav aria-label="Sections">
      <ul>
        ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
      </ul>
    </nav>`,
    body: html`${summary(report)}
    ${sections.map(
      ({ id, title, content }) =>
        html`<section aria-labelledby="${id}">
          <h2 id="${id}">${title}</h2>
          ${content}
        </section> `,
    )}`,
    foot: html`Written by <code>${shownLine(`${program} check --html`)}</code>, bnspec ${suite.version}. The same seed
      gives the same page, byte for byte: <code>${shownLine(`${program} check --seed ${seed} ${command}`)}</code>`,
    style: reportStyle,
  });
}

/**
 * Length of the explanations, in characters, beyond which calls are left out, so that the page always opens at once.
 */
const room = 1_000_000;

function explanations(clauses: readonly ClauseView[], report: Report, openFirst: boolean): Markup[] {
  let used = 0;
  return clauses.map((clause, i) => {
    const explanation = failure(clause, report, { open: openFirst && i === 0, abridged: used > room });
    used += explanation.source.length;
    return explanation;
  });
}

const notesLead = html`<p>A failed SHOULD is reported but does not affect the verdict.</p>`;

const reading = (program: string): Markup => html`
  <p>
    <strong>MUST</strong> decides whether an implementation conforms; <strong>SHOULD</strong> is only reported. Every
    clause was tried on generated cases; for a failed clause, the smallest failing case found is shown.
  </p>
  <p>
    <strong>Allowed error.</strong> No fixed tolerance: the bound of each element follows from the data, the element
    type and the required grade, and a correct implementation never exceeds it. <strong>K</strong> is the worst error,
    counted in rounding errors.
  </p>
  <p>
    <strong>Batch, channel, position.</strong> The channel axis is the one that is normalized separately. The batch is
    the first of the other axes, the position the rest.
  </p>
  <p>
    To see what batch normalization does to the values inside a network, step by step:
    <code>${shownLine(`${program} learn`)}</code> writes an interactive page, <code>learn.html</code>.
  </p>
`;
