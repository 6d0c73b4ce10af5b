/**
 * Every clause with its sentence, by chapter. The roles are written out because a narrow page lays the rows out as
 * grids, and browsers then drop a table's own roles.
 */
import { brief } from '../number-forms.ts';
import { cut, visible } from '../untrusted-text.ts';
import { fromJsonNumber } from '../json-number.ts';
import type { ClauseReport } from '../report.ts';
import { byChapter } from './chapter-titles.ts';
import { html, type Markup } from './markup.ts';
import { badge, standingOf } from './verdict-badge.ts';

/** Anchor of the explanation of a failed clause. */
export const anchorOf = (id: string): string => `failed-${id}`;

export const isExplained = ({ verdict }: ClauseReport): boolean => verdict === 'fail' || verdict === 'error';

export function clauseTables(clauses: readonly ClauseReport[]): Markup[] {
  return byChapter(clauses).map(([title, members]) => {
    const counts = members.filter((member) => standingOf(member) === 'pass').length;
    return html`<section class="chapter">
      <h3>${title} <span class="muted small">${counts} of ${members.length} passed</span></h3>
      <table class="clauses" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Clause</th>
            <th role="columnheader" scope="col">Requirement</th>
            <th role="columnheader" scope="col" class="number">Cases</th>
            <th role="columnheader" scope="col" class="number">K</th>
            <th role="columnheader" scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${members.map(row)}
        </tbody>
      </table>
    </section>`;
  });
}

function row(clause: ClauseReport): Markup {
  const { id, level, says, runs, worst, message } = clause;
  return html`<tr role="row" class="${standingOf(clause)}">
    <th role="rowheader" scope="row">
      ${isExplained(clause) ? html`<a href="#${anchorOf(id)}">${id}</a>` : id}
      <span class="level">${level}</span>
    </th>
    <td role="cell" class="says">
      ${says}
      ${message !== undefined && !isExplained(clause) && html`<br /><span class="muted small">${visible(cut(message, 300))}</span>`}
    </td>
    <td role="cell" class="number">${runs}</td>
    <td role="cell" class="number">${worst ? brief(fromJsonNumber(worst.K)) : '–'}</td>
    <td role="cell">${badge(standingOf(clause))}</td>
  </tr> `;
}
