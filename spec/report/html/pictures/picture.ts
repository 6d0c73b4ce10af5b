/** A picture with its caption, an explanation, and the same data as a table. */
import { snakeCase } from '../../../terms/operations.ts';
import type { OutputMeasurement } from '../../measurements.ts';
import { html, type Markup } from '../markup.ts';

export interface Picture {
  readonly id: string;
  readonly title: string;
  readonly explanation: Markup;
  readonly panels: readonly { readonly title: string; readonly svg: Markup; readonly note?: string }[];
  /** The same data in words and numbers. */
  readonly table?: Markup;
  /** Wide panels come at most three in a row. */
  readonly width?: 'narrow' | 'wide';
}

export function picture({ id, title, explanation, panels, table, width = 'narrow' }: Picture): Markup {
  return html`<section aria-labelledby="${id}" class="picture">
    <h3 id="${id}">${title}</h3>
    <p>${explanation}</p>
    <div class="panels ${width}">
      ${panels.map(
        (panel) =>
          html`<figure>
            <figcaption>
              ${panel.title}${panel.note !== undefined && html` <span class="muted">${panel.note}</span>`}
            </figcaption>
            ${panel.svg}
          </figure>`,
      )}
    </div>
    ${
      table &&
      html`<details>
        <summary>In numbers</summary>
        ${table}
      </details>`
    }
  </section>`;
}

export const titleOf = ({ operation, output }: Pick<OutputMeasurement, 'operation' | 'output'>): string =>
  `${snakeCase(operation)} ${snakeCase(output)}`;

export function numbers(label: string, columns: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${columns.map((column, i) => html`<th scope="col" class="${i > 0 ? 'number' : ''}">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
