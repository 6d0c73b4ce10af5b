/** The report of a campaign → one self-contained HTML page, with the look of a report of a check. */
import { snakeCase } from '../../terms/operations.ts';
import { evidence } from '../html/failure.ts';
import { html, type Markup } from '../html/markup.ts';
import { toPage } from '../html/page.ts';
import { reportStyle } from '../html/report-style.ts';
import { fromJsonNumber } from '../json-number.ts';
import { brief } from '../number-forms.ts';
import { clauseViewOf } from '../report-view.ts';
import { standingOf, words } from '../standing.ts';
import { cut, messageLimit, shownLine, shownName } from '../untrusted-text.ts';
import type { CampaignReport, Kind, LargestK, Speed, TargetReport } from './campaign-report.ts';
import { casesByClause } from './cases-by-clause.ts';
import { coverageMarkup, coverageStyle } from './coverage-table.ts';
import { counted, diagnosisSays, metSays, speedLead, speedSays, verdictOf } from './sentences.ts';

/** Counterexamples after these are shown without their calls, so that the page always opens at once. */
const mostInFull = 40;

export function toCampaignPage(report: CampaignReport): string {
  const { suite, seed, cases, targets, speed } = report;
  const links = [
    ...targets.map(({ name }, i) => html`<li><a href="#target-${i}">${shownName(name)}</a></li>`),
    html`<li><a href="#clauses">Cases by clause</a></li>`,
    speed && html`<li><a href="#speed">Speed</a></li>`,
  ];
  return toPage({
    title: 'Campaign · bnspec',
    head: html`<nav aria-label="Sections">
      <ul>
        ${links}
      </ul>
    </nav>`,
    body: html`<h1 class="campaign-title">${counted(cases, 'case')} of ${counted(targets.length, 'implementation')}</h1>
      ${targetTable(targets)} ${targets.map(targetSection)}
      <section aria-labelledby="clauses">
        <h2 id="clauses">Cases by clause</h2>
        ${clauseTable(targets)}
      </section>
      ${speed && speedSection(speed)}`,
    foot: html`Written by bnspec ${suite.version} for specification ${suite.spec}, seed ${seed}. The same file gives the
    same page, however the work was divided${speed && html`, but for the speed`}.`,
    style: reportStyle + coverageStyle + style,
  });
}

const scrolling = (label: string, table: Markup): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`;

const targetTable = (targets: readonly TargetReport[]): Markup =>
  scrolling(
    'Implementations',
    html`<table class="grid-table">
      <thead>
        <tr>
          <th scope="col">Implementation</th>
          <th scope="col">Version</th>
          <th scope="col" class="number">Cases</th>
          <th scope="col">Verdict</th>
          <th scope="col" class="number">Kinds of counterexamples</th>
        </tr>
      </thead>
      <tbody>
        ${targets.map(
          (target, i) =>
            html`<tr>
              <th scope="row"><a href="#target-${i}">${shownName(target.name)}</a></th>
              <td>${shownName(target.implementation.version ?? '')}</td>
              <td class="number">${target.cases.toLocaleString('en-US')}</td>
              <td class="verdict-${target.verdict}">${verdictOf(target)}</td>
              <td class="number">${target.counterexamples.length}</td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );

function targetSection(target: TargetReport, i: number): Markup {
  const { name, notes = [], missing = [], largest, counterexamples, diagnosis, coverage } = target;
  return html`<section aria-labelledby="target-${i}">
    <h2 id="target-${i}">${shownName(name)}</h2>
    <p>${counted(target.cases, 'case')}: ${verdictOf(target)}.</p>
    ${[...notes, ...missing].map((sentence) => html`<p class="small">${shownLine(sentence)}</p>`)}
    ${diagnosis.map(
      ({ id, says, evidence: why }) =>
        html`<div class="card diagnosis">
          <p class="says"><span class="id">${id}</span> ${cut(says, messageLimit)}</p>
          <p class="small muted"><strong>Evidence:</strong> ${cut(why, messageLimit)}</p>
        </div>`,
    )}
    ${
      largest.length > 0 &&
      html`<h3>Largest K of each output</h3>
        ${largestTable(largest)}`
    }
    ${
      counterexamples.length > 0 &&
      html`<h3>Counterexamples, each kind once</h3>
        ${counterexamples.map((kind, k) => kindCard(kind, target, k))}`
    }
    ${coverage && coverageMarkup(coverage)}
  </section>`;
}

const largestTable = (largest: readonly LargestK[]): Markup =>
  scrolling(
    'Largest K of each output',
    html`<table class="grid-table">
      <thead>
        <tr>
          <th scope="col">Operation</th>
          <th scope="col">Output</th>
          <th scope="col" class="number">K</th>
          <th scope="col">Clause</th>
          <th scope="col">Input</th>
        </tr>
      </thead>
      <tbody>
        ${largest.map(
          ({ operation, output, K, clause, replay }) =>
            html`<tr>
              <th scope="row">${snakeCase(operation)}</th>
              <td>${snakeCase(output)}</td>
              <td class="number">${brief(fromJsonNumber(K))}</td>
              <td>${clause}</td>
              <td><code>${replay}</code></td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );

function kindCard(kind: Kind, target: TargetReport, k: number): Markup {
  const { clause, level, form, message, counterexample, replay } = kind;
  const view = clauseViewOf({ id: clause, level, says: '', verdict: 'fail', runs: 0, counterexample });
  const standing = standingOf(view);
  return html`<details class="card failure ${standing}">
    <summary>
      <h4>
        <span class="badge ${standing}"><span aria-hidden="true">${words[standing].mark}</span> ${clause}</span>
        ${shownLine(form)} <span class="muted">${metSays(kind)}, ${diagnosisSays(kind)}</span>
      </h4>
    </summary>
    <p class="message">${cut(message, messageLimit)}</p>
    ${evidence({ ...(view.shown && { shown: view.shown }), ...(replay !== undefined && { replay }) }, target, k >= mostInFull)}
  </details>`;
}

const clauseTable = (targets: readonly TargetReport[]): Markup =>
  scrolling(
    'Cases by clause',
    html`<table class="grid-table">
      <thead>
        <tr>
          <th scope="col">Clause</th>
          ${targets.map(({ name }) => html`<th scope="col" class="number">${shownName(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${casesByClause(targets).map(
          ({ id, clauses }) =>
            html`<tr>
              <th scope="row">${id}</th>
              ${clauses.map((clause) => html`<td class="number">${clause && `${clause.runs} ${words[standingOf(clause)].mark}`}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>`,
  );

const speedSection = (speed: readonly Speed[]): Markup =>
  html`<section aria-labelledby="speed">
    <h2 id="speed">Speed</h2>
    <p>${speedLead}</p>
    <ul>
      ${speed.map((each) => html`<li><strong>${shownName(each.name)}</strong>: ${speedSays(each)}</li>`)}
    </ul>
  </section>`;

const style = `
.campaign-title { font-size: 2rem; letter-spacing: -0.02em; margin: 2rem 0 0.8rem; }
.verdict-conforms { color: var(--good); font-weight: 600; }
.verdict-fails { color: var(--bad); font-weight: 600; }
.verdict-error { color: var(--note); font-weight: 600; }
.failure > summary h4 { display: inline; font-weight: 500; }
`;
