/** The wrong number next to the right one: decimal, hex float, bits, and the bits one by one. */
import type { DType } from '../../terms/contract.ts';
import { bitsOf, formats, roundTo } from '../../terms/dtype.ts';
import { bits, brief, decimal, hexFloat } from '../number-forms.ts';
import { fromJsonNumber } from '../json-number.ts';
import type { Worst } from '../report.ts';
import type { NumberView } from '../report-view.ts';
import { html, type Markup } from './markup.ts';

export function comparison({ name: where, expected, actual, dtype, law }: NumberView): Markup {
  const [right, wrong] = [roundTo(dtype, expected), roundTo(dtype, actual)];
  const forms = [
    ['decimal', decimal(right, dtype), decimal(wrong, dtype)],
    ['hex float', hexFloat(right), hexFloat(wrong)],
    ['bits', bits(right, dtype), bits(wrong, dtype)],
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Expected and actual ${where}">
      <table class="comparison">
        <thead>
          <tr>
            <th scope="col">${where}</th>
            <th scope="col">${law ? 'expected by the law' : 'expected'}</th>
            <th scope="col">actual</th>
          </tr>
        </thead>
        <tbody>
          ${forms.map(
            ([form, a, b]) =>
              html`<tr>
                <th scope="row">${form}</th>
                <td><code>${a}</code></td>
                <td><code>${b}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${bitByBit(right, wrong, dtype)}`;
}

/** Sign, exponent and fraction of both; bits that differ are marked in the second line. */
function bitByBit(expected: number, actual: number, dtype: DType): Markup {
  const width = formats[dtype].bytes * 8;
  const digits = (value: number): string => bitsOf(dtype, value).toString(2).padStart(width, '0');
  const [right, wrong] = [digits(expected), digits(actual)];
  const fields = [
    [0, 1],
    [1, width - formats[dtype].precision + 1],
    [width - formats[dtype].precision + 1, width],
  ];
  const line = (text: string, other: string): Markup[] =>
    fields.map(([from, to]) => html`<span class="field">${marked(text.slice(from, to), other.slice(from, to))}</span>`);
  const differing = Array.from(right).filter((digit, i) => digit !== wrong[i]).length;
  return html`<div
    class="bits scroll"
    tabindex="0"
    role="region"
    aria-label="${differing} of ${width} bits differ: sign, exponent and fraction of expected and actual"
  >
    <div><span class="who">expected</span>${line(right, right)}</div>
    <div><span class="who">actual</span>${line(wrong, right)}</div>
  </div>`;
}

function marked(text: string, other: string): Markup[] {
  const runs = Array.from(text).reduce<{ text: string; differs: boolean }[]>((runs, digit, i) => {
    const differs = digit !== other[i];
    const last = runs.at(-1);
    if (last?.differs === differs) last.text += digit;
    else runs.push({ text: digit, differs });
    return runs;
  }, []);
  return runs.map(({ text, differs }) => (differs ? html`<mark>${text}</mark>` : html`${text}`));
}

/** The error in every unit that is meaningful. */
export function distance({ error, bound, K }: Worst, { law }: NumberView): Markup {
  const [off, allowed, constant] = [error, bound, K].map(fromJsonNumber);
  const ratio = allowed > 0 ? off / allowed : Number.NaN;
  return html`<dl class="distance">
    <div>
      <dt>error</dt>
      <dd>${brief(off)}</dd>
    </div>
    <div>
      <dt>${law ? 'allowed by the law' : 'allowed'}</dt>
      <dd>${brief(allowed)}</dd>
    </div>
    <div>
      <dt>K</dt>
      <dd>${brief(constant)}</dd>
    </div>
    ${
      Number.isFinite(ratio) &&
      html`<div>
        <dt>error / allowed</dt>
        <dd>${ratio < 1e9 ? Number(ratio.toPrecision(3)).toLocaleString('en-US') : brief(ratio)}</dd>
      </div>`
    }
  </dl>`;
}
