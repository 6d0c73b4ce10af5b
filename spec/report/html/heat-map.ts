/** Map of the errors of an output: its elements in place, shaded by error over allowed error. */
import type { Tensor } from '../../terms/contract.ts';
import { snakeCase } from '../../terms/operations.ts';
import { type Comparable, type Judged, judged } from '../judged.ts';
import { type Block, type Grid, gridOf } from './output-grid.ts';
import { html, type Markup } from './markup.ts';

/** @param focus - flat index of the element that failed */
export function heatMap(output: Comparable, x: Tensor, axis: number, focus: number | undefined): Markup {
  const elements = judged(output);
  const worst = elements.reduce((best, { ratio }, i) => (ratio > elements[best].ratio ? i : best), 0);
  const grid = gridOf(output.name, output.actual, x, axis, focus ?? worst);
  const name = snakeCase(output.name);
  const beyond = elements.filter(({ ratio }) => ratio > 1).length;
  return html`<figure class="heat">
    <figcaption>
      <strong>${name}</strong>: error over allowed error${orientation(grid)}.
      ${counted(beyond, elements.length)}${cropped(grid)}
    </figcaption>
    <div class="scroll" tabindex="0" role="region" aria-label="Heat map of ${name}">
      <div class="blocks">${grid.blocks.map((block) => heatBlock(block, elements, focus, grid))}</div>
    </div>
  </figure>`;
}

const orientation = ({ rowsAre, columnsAre }: Grid): string =>
  rowsAre ? `; a row per ${rowsAre}, a column per ${columnsAre}` : `; a column per ${columnsAre}`;

const counted = (beyond: number, total: number): string =>
  beyond === 0
    ? `None of ${total} is out of bounds.`
    : `${beyond} of ${total} ${beyond === 1 ? 'is' : 'are'} out of bounds (✗).`;

const cropped = ({ shown, total }: Grid): string =>
  shown < total ? ` ${shown} of ${total} elements are shown, around the one that failed.` : '';

function heatBlock(
  { title, rows, columns, cells }: Block,
  elements: readonly Judged[],
  focus: number | undefined,
  { rowsAre, columnsAre }: Grid,
): Markup {
  return html`<table class="heat-block">
    ${
      title &&
      html`<caption>
        ${title}
      </caption>`
    }
    <thead>
      <tr>
        ${rowsAre && html`<td></td>`}
        ${columns.map((column) => html`<th scope="col"><span class="unseen">${columnsAre} </span>${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${cells.map(
        (row, i) =>
          html`<tr>
            ${rowsAre && html`<th scope="row"><span class="unseen">${rowsAre} </span>${rows[i]}</th>`}
            ${row.map((index) => heatCell(elements[index], index === focus))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function heatCell({ ratio }: Judged, focused: boolean): Markup {
  const over = ratio > 1;
  const level = over ? `over-${Math.min(3, 1 + Math.floor(Math.log10(ratio) / 2))}` : `in-${Math.ceil(ratio * 4)}`;
  return html`<td class="${level}${focused ? ' focus' : ''}">${over ? '✗ ' : ''}${compact(ratio)}</td>`;
}

/** A ratio in at most five characters. */
export function compact(ratio: number): string {
  if (!Number.isFinite(ratio)) return '∞';
  if (ratio === 0) return '0';
  if (ratio < 0.01) return '<.01';
  if (ratio < 10) return String(Number(ratio.toPrecision(2)));
  return ratio < 1000 ? String(Math.round(ratio)) : ratio.toExponential(0).replace('e+', 'e');
}
