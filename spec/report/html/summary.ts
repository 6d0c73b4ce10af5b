/** Top of the page: the implementation, the verdict, the grade on its scale, and the number of clauses by verdict. */
import { grades, meets } from '../../accuracy/grade.ts';
import type { Grade } from '../../terms/contract.ts';
import { shownLine, shownName } from '../untrusted-text.ts';
import type { Report } from '../report.ts';
import { evidenceSays, verdictSays } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';
import { type Standing, standingOf, words } from '../standing.ts';

const verdicts = {
  conforms: { tone: 'good', mark: '✓' },
  fails: { tone: 'bad', mark: '✗' },
  error: { tone: 'note', mark: '?' },
} as const;

export function summary(report: Report): Markup {
  const { implementation, verdict, clauses, seed, suite, evidence, next } = report;
  const { inferred = [], missing = [], notes = [] } = report;
  const { tone, mark } = verdicts[verdict];
  const { version } = implementation;
  return html`
    <section class="hero ${tone}" aria-labelledby="verdict">
      <h1 id="verdict">
        <span class="subject">${shownName(implementation.name)}</span>
        ${version !== undefined && html`<span class="version">${shownName(version)}</span>`}
        <span class="verdict"><span class="seal" aria-hidden="true">${mark}</span>${verdictSays(report)}</span>
      </h1>
      ${gradeScale(report)} ${tally(report)}
      <p class="facts muted small">
        ${clauses.length} clauses of specification ${suite.spec} · ${evidenceSays(evidence)} · bnspec ${suite.version} ·
        seed ${seed} · as
        <code>${shownLine(claimsOf(report))}</code>
      </p>
      ${missing.map((sentence) => html`<p class="small">Missing: ${shownLine(sentence)}</p>`)}
      ${next !== undefined && html`<p class="small">Next: ${shownLine(next)}</p>`}
      ${notes.map((sentence) => html`<p class="small">Note: ${shownLine(sentence)}</p>`)}
      ${inferred.map((sentence) => html`<p class="small">Inferred: ${shownLine(sentence)}</p>`)}
    </section>
  `;
}

function claimsOf({ implementation: { claims } }: Report): string {
  const { dtypes, momentumWeights, runningVariance } = claims;
  return `${dtypes.join(', ')}; momentum weighs the ${momentumWeights} value; ${runningVariance} running variance`;
}

const meanings: Readonly<Record<Grade, string>> = {
  exact: 'correctly rounded',
  'offset-free': 'insensitive to the offset of the data',
  stable: 'accurate relative to the size of the data',
  cancelling: 'right formula, one-pass variance',
  wrong: 'not the formula',
};

/** The five grades in order, marking the measured one and the required one. */
export function gradeScale({ grade, required, verdict, interrupted }: Report): Markup {
  const steps = grades.map((step) => {
    const [here, asked] = [step === grade, step === required];
    const notes = [...(here ? ['measured'] : []), ...(asked ? ['required'] : [])];
    return html`<li
      class="${here ? `here ${meets(step, required) ? 'good' : 'bad'}` : ''} ${asked ? 'asked' : ''}"
      ${here && html`aria-current="true"`}
    >
      <strong>${step}</strong> <span class="meaning">${meanings[step]}</span>
      ${notes.length > 0 && html`<span class="flag">${notes.join(', ')}</span>`}
    </li>`;
  });
  return html`<div class="grade">
    <h2 class="minor">Grade</h2>
    <ol class="scale">
      ${steps}
    </ol>
    ${
      grade === null &&
      html`<p class="small">
        ${verdict === 'error' || interrupted ? 'No grade: the run is not complete.' : 'Not graded: no clause of accuracy was judged.'}
      </p>`
    }
  </div>`;
}

const order: readonly Standing[] = ['pass', 'fail', 'error', 'note', 'known', 'none'];

/** Number of clauses by verdict. */
export function tally({ clauses }: Report): Markup {
  const counts = order
    .map((standing) => ({ standing, count: clauses.filter((each) => standingOf(each) === standing).length }))
    .filter(({ count }) => count > 0);
  return html`<ul class="tally">
    ${counts.map(
      ({ standing, count }) =>
        html`<li class="${standing}">
          <span aria-hidden="true">${words[standing].mark}</span> <strong>${count}</strong> ${words[standing].word}
        </li>`,
    )}
  </ul>`;
}
