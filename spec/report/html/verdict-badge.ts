/** Verdict of a clause as a badge. */
import { type Standing, words } from '../standing.ts';
import { html, type Markup } from './markup.ts';

export function badge(standing: Standing): Markup {
  const { mark, word } = words[standing];
  return html`<span class="badge ${standing}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}
