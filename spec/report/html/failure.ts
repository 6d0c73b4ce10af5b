/** One failed clause in full: the calls, their answers, the correct answers, and the command to reproduce it. */
import type { Tensor } from '../../terms/contract.ts';
import { roundTo } from '../../terms/dtype.ts';
import { type AnyTensor, inputsOf } from '../../terms/further-operations.ts';
import { elementwise, snakeCase, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { brief, decimal } from '../number-forms.ts';
import { cut, messageLimit } from '../untrusted-text.ts';
import type { ExchangeView } from '../exchange-view.ts';
import { type Report, replayCommand } from '../report.ts';
import { type Comparable, isComparable, judged, worstFirst } from '../judged.ts';
import { standingOf, words } from '../standing.ts';
import { layerScript } from '../layer-script.ts';
import type { ClauseView, Place } from '../report-view.ts';
import { anchorOf } from './clause-table.ts';
import { comparison, distance } from './number-comparison.ts';
import { placeCells, placeWords } from './output-grid.ts';
import { compact, heatMap } from './heat-map.ts';
import { html, type Markup } from './markup.ts';

/** Limits on display: calls of a sequence, values of an input, rows of a table. */
const most = { calls: 6, values: 24, rows: 16 } as const;
/** Fewest rows of a table: where fewer elements are wrong, right ones fill it for comparison. */
const least = { rows: 4 } as const;

export interface FailureOptions {
  readonly open: boolean;
  /** Only the numbers and the command, to save space on the page. */
  readonly abridged: boolean;
}

export function failure(clause: ClauseView, report: Report, { open, abridged }: FailureOptions): Markup {
  const { id, level, says, message } = clause;
  const standing = standingOf(clause);
  return html`<details class="card failure ${standing}" id="${anchorOf(id)}" ${open && html`open`}>
    <summary>
      <h3>
        <span class="badge ${standing}"><span aria-hidden="true">${words[standing].mark}</span> ${id}</span>
        <span class="level">${level}</span> ${says}
      </h3>
    </summary>
    ${message !== undefined && html`<p class="message">${cut(message, abridged ? 300 : messageLimit)}</p>`}
    ${evidence(clause, report, abridged)}
  </details>`;
}

/** The numbers, the command and the calls of a counterexample. */
export function evidence(
  { shown: counterexample, worst, replay }: Pick<ClauseView, 'shown' | 'worst' | 'replay'>,
  report: Pick<Report, 'program' | 'command'>,
  abridged: boolean,
): Markup | undefined {
  if (counterexample === undefined) return undefined;
  const { exchanges, layerCalls, number, place } = counterexample;
  const from = Math.max(0, (place?.exchange ?? exchanges.length - 1) - most.calls + 1);
  const shown = abridged ? [] : exchanges.slice(from, from + most.calls);
  return html`<div class="evidence">
    <div>
      ${number && html`${comparison(number)} ${worst && distance(worst, number)}`}
      ${
        replay !== undefined &&
        html`<h4>Reproduce</h4>
          <pre class="command"><code>${cut(replayCommand(report, replay), messageLimit)}</code></pre>`
      }
    </div>
    <div>
      ${
        layerCalls !== undefined &&
        !abridged &&
        html`<h4>The calls</h4>
          <pre><code>${layerScript(layerCalls).join('\n')}</code></pre>`
      }
      ${shown.length < exchanges.length && html`<p class="small">${shown.length} of ${exchanges.length} calls are shown; the JSON report has all.</p>`}
      ${shown.map((exchange, i) => {
        const title = exchanges.length > 1 ? `Call ${from + i + 1} of ${exchanges.length}` : 'The call';
        return callSection(title, exchange, place?.exchange === from + i ? place : undefined);
      })}
    </div>
  </div>`;
}

function callSection(title: string, exchange: ExchangeView, place: Place | undefined): Markup {
  const { operation, scalars, call, status, message, mutated, aliased } = exchange;
  const inputs = inputsOf(operation).flatMap((name) => {
    const given = call[name];
    return given ? [tensorRow(name, given)] : [];
  });
  return html`<section class="call">
    <h4>
      ${title}: <code>${snakeCase(operation)}</code>
      <span class="muted">${scalars.map(([name, value]) => `${snakeCase(name)} ${value}`).join(' · ')}</span>
    </h4>
    ${tensorTable(`${title}: inputs`, inputs)}
    ${
      status !== 'ok' &&
      html`<p class="came"><strong>No answer: ${status}.</strong></p>
        <pre>${cut(message, messageLimit)}</pre>`
    }
    ${mutated && html`<p class="came"><strong>Inputs modified by the call:</strong> <code>${mutated}</code></p>`}
    ${aliased && html`<p class="came"><strong>Results that share memory:</strong> <code>${aliased}</code></p>`}
    ${answers(exchange, place)}
  </section>`;
}

const tensorTable = (label: string, rows: readonly Markup[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table class="inputs">
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

const tensorRow = (name: AnyTensor, tensor: Tensor): Markup =>
  html`<tr>
    <th scope="row">${snakeCase(name)}</th>
    <td class="muted small">${tensor.dtype} [${tensor.shape.join(', ')}]</td>
    <td><code>${values(tensor)}</code></td>
  </tr>`;

function values(tensor: Tensor): string {
  const shown = Array.from(valuesOf(tensor).subarray(0, most.values), (value) => decimal(value, tensor.dtype));
  const more = tensor.data.length - shown.length;
  return shown.join(', ') + (more > 0 ? `, … ${more} more` : '');
}

/**
 * The output that failed as heat map and table, then the other outputs that are off; those within their bounds are only
 * named.
 */
function answers({ outputs, call, data }: ExchangeView, place: Place | undefined): Markup | undefined {
  const comparable = outputs.filter(isComparable);
  const isOff = (output: Comparable): boolean => judged(output).some(({ ratio }) => ratio > 1);
  const chosen = comparable.filter((output) => output.name === place?.output || isOff(output));
  const plain = outputs.filter((output) => !isComparable(output));
  const right = comparable.filter((output) => !chosen.includes(output)).map(({ name }) => snakeCase(name));
  return html`
    ${chosen
      .toSorted((a, b) => Number(b.name === place?.output) - Number(a.name === place?.output))
      .map((output) => {
        const focus = output.name === place?.output ? place.index : undefined;
        return html`${heatMap(output, data, call.axis, focus)} ${elementTable(output, call, data, focus)}`;
      })}
    ${
      plain.length > 0 &&
      tensorTable(
        'Results',
        plain.map(({ name, actual }) => tensorRow(name, actual)),
      )
    }
    ${right.length > 0 && html`<p class="muted small">Within the bounds: ${right.join(', ')}.</p>`}
  `;
}

/** Worst first. */
function elementTable(
  output: Comparable,
  { axis }: ExchangeView['call'],
  data: Tensor,
  focus: number | undefined,
): Markup {
  const { name, actual } = output;
  const x = isOverElements(name) ? valuesOf(data) : undefined;
  const elements = worstFirst(judged(output), focus);
  const beyond = elements.filter(({ ratio }) => ratio > 1).length;
  const shown = elements.slice(0, Math.min(most.rows, Math.max(beyond, least.rows)));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${snakeCase(name)}, element by element">
    <table class="elements">
      <caption>
        ${snakeCase(name)} against its exact values, worst
        first${elements.length > shown.length && `: ${shown.length} of ${elements.length} elements`}
      </caption>
      <thead>
        <tr>
          ${placeWords(name, actual.shape).map((word) => html`<th scope="col">${word}</th>`)}
          ${x && html`<th scope="col" class="number">x</th>`}
          <th scope="col" class="number">expected</th>
          <th scope="col" class="number">actual</th>
          <th scope="col" class="number">error</th>
          <th scope="col" class="number">allowed</th>
          <th scope="col" class="number">ratio</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          ({ index, value, exact, error, bound, ratio }) =>
            html`<tr class="${ratio > 1 ? 'beyond' : ''}">
              ${placeCells(name, actual.shape, axis, index).map((at) => html`<td>${at}</td>`)}
              ${x && html`<td class="number">${decimal(x[index], data.dtype)}</td>`}
              <td class="number">${decimalOf(exact, actual)}</td>
              <td class="number">${decimalOf(value, actual)}</td>
              <td class="number">${brief(error)}</td>
              <td class="number">${brief(bound)}</td>
              <td class="number">${ratio > 1 ? '✗ ' : ''}${compact(ratio)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const isOverElements = (name: AnyTensor): boolean => elementwise.has(name as TensorName);

const decimalOf = (value: number, { dtype }: Tensor): string => decimal(roundTo(dtype, value), dtype);
