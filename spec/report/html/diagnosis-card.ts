/** One likely mistake, with its evidence. */
import type { Diagnosis } from '../report.ts';
import { cut, messageLimit } from '../untrusted-text.ts';
import { html, type Markup } from './markup.ts';

export function diagnosisCard({ id, says, evidence }: Diagnosis): Markup {
  return html`<div class="card diagnosis">
    <p class="says"><span class="id">${id}</span> ${cut(says, messageLimit)}</p>
    <p class="small muted"><strong>Evidence:</strong> ${cut(evidence, messageLimit)}</p>
  </div>`;
}
