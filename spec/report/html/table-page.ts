/**
 * A plain table as a page: for a scorecard, a status table, or anything else with columns and rows. All of it is text.
 */
import { cut, messageLimit } from '../untrusted-text.ts';
import { html, type Markup } from './markup.ts';
import { toPage } from './page.ts';

export interface Column {
  readonly title: string;
  /** Right-aligned, with digits of equal width. */
  readonly numeric?: boolean;
}

/** `tone` colours a cell; its text must say the same. */
export type Cell = string | number | { readonly text: string; readonly tone: 'good' | 'bad' | 'note' };

export interface Table {
  readonly title: string;
  /** Paragraphs above the table. */
  readonly intro?: readonly string[];
  readonly columns: readonly Column[];
  /** One cell per column; the first names the row. */
  readonly rows: readonly (readonly Cell[])[];
  /** Paragraphs below the table. */
  readonly notes?: readonly string[];
}

/** @throws RangeError where a row has more or fewer cells than there are columns */
export function toTablePage({ title, intro = [], columns, rows, notes = [] }: Table): string {
  for (const [i, { length }] of rows.entries()) {
    if (length !== columns.length) {
      throw new RangeError(`"rows[${i}]" expected ${columns.length} cells, one per column, got ${length}`);
    }
  }
  const body = html` <h1 class="table-title">${shown(title)}</h1>
    ${intro.map((text) => html`<p>${shown(text)}</p>`)}
    <div class="scroll" tabindex="0" role="region" aria-label="${shown(title)}">
      <table class="grid-table">
        <thead>
          <tr>
            ${columns.map(({ title, numeric }) => html`<th scope="col" ${numeric && html` class="number"`}>${shown(title)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell, i) => tableCell(cell, columns[i], i === 0))}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${
      notes.length > 0 &&
      html`<h2>Notes</h2>
        <ul>
          ${notes.map((note) => html`<li>${shown(note)}</li>`)}
        </ul>`
    }`;
  return toPage({
    title: `${title} · bnspec`,
    body,
    foot: `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`,
    style,
  });
}

const shown = (text: string): string => cut(text, messageLimit);

function tableCell(cell: Cell, { numeric }: Column, names: boolean): Markup {
  const text = typeof cell === 'object' ? cell.text : String(cell);
  const tone = typeof cell === 'object' ? cell.tone : undefined;
  const classes = [...(numeric ? ['number'] : []), ...(tone ? [tone] : [])].join(' ');
  return names
    ? html`<th scope="row" class="${classes}">${shown(text)}</th>`
    : html`<td class="${classes}">${shown(text)}</td>`;
}

const style = `
.table-title { font-size: 2rem; letter-spacing: -0.02em; margin: 2rem 0 0.8rem; }
.grid-table td.good { color: var(--good); font-weight: 600; }
.grid-table td.bad { color: var(--bad); font-weight: 600; }
.grid-table td.note { color: var(--note); font-weight: 600; }
.grid-table tbody th { white-space: normal; }
`;
