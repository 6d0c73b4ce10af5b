/** Which levels of two aspects have met, as a triangle: how often the least frequent pair was met in each. */
import { html, type Markup } from '../html/markup.ts';
import type { Coverage } from './campaign-report.ts';
import { aspectsSay, coverageSays } from './sentences.ts';

export function coverageMarkup(coverage: Coverage): Markup {
  const { aspects, clauses, pairs } = coverage;
  const names = aspects.map(({ name }) => name);
  const cell = (row: string, column: string): Markup => {
    const found = pairs.find((each) => each.aspects[0] === column && each.aspects[1] === row);
    if (found === undefined) return html`<td></td>`;
    const all = found.met === found.pairs;
    return html`<td class="number ${all ? '' : 'open'}">${all ? found.fewest : `${found.met}/${found.pairs}`}</td>`;
  };
  return html`<h3>Pairs of aspects</h3>
    <p>
      The cases of chapter BN-14 combine ${aspectsSay(coverage)}. In the table: how often the rarest of all pairs of
      levels was met, in the clause where it is
      least${pairs.some(({ met, pairs: all }) => met < all) && '; where some were not met, how many were'}.
    </p>
    <ul class="small">
      ${clauses.map((each) => html`<li>${each.id}: ${coverageSays(each)}</li>`)}
    </ul>
    <div class="scroll" tabindex="0" role="region" aria-label="Pairs of aspects">
      <table class="coverage">
        <thead>
          <tr>
            <td></td>
            ${names.slice(0, -1).map((name) => html`<th scope="col" class="number">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.slice(1).map(
            (row) =>
              html`<tr>
                <th scope="row">${row}</th>
                ${names.slice(0, -1).map((column) => cell(row, column))}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>`;
}

export const coverageStyle = `
.coverage th, .coverage td { padding-inline-end: 0.9rem; }
.coverage .open { color: var(--bad); font-weight: 600; }
`;
