/** The frame of a part: heading, introduction, interactive panel, and conclusion. */
import type { Key } from '../../text/phrase.ts';
import { html } from '../make-element.ts';
import type { View } from '../view.ts';

export const partNames = [
  'standardize',
  'saturation',
  'where',
  'distributions',
  'algorithm',
  'backward',
  'experiment',
  'inference',
] as const;
export type PartName = (typeof partNames)[number];

export function part(view: View, name: PartName, ...content: HTMLElement[]): HTMLElement {
  const number = partNames.indexOf(name) + 1;
  return html(
    'section',
    { id: name, 'aria-labelledby': `${name}-title` },
    html(
      'h2',
      { id: `${name}-title` },
      html('span', { class: 'count', 'aria-hidden': 'true' }, String(number)),
      view.words(`${name}.title` as Key),
    ),
    ...content,
  );
}

/** The panel that holds pictures and their controls. */
export const panel = (...content: (Element | string)[]): HTMLElement => html('div', { class: 'panel' }, ...content);

/** A picture with its name above it. */
export function titled(view: View, title: Key, picture: Element, kind = ''): HTMLElement {
  return html('figure', { class: kind }, html('figcaption', {}, view.words(title)), picture);
}
