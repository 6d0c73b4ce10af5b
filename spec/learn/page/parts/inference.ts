/** Part 8: training against inference, and the effects of famous mistakes. */
import { html } from '../make-element.ts';
import { View } from '../view.ts';
import { mistakes } from './mistakes.ts';
import { part } from './part-frame.ts';
import { running } from './running.ts';

export function inference(): HTMLElement {
  const first = new View();
  const second = new View();
  return part(
    first,
    'inference',
    first.paragraph('inference.lead'),
    running(first),
    html('h3', {}, second.words('mistakes.title')),
    second.paragraph('mistakes.lead'),
    mistakes(second),
    second.paragraph('mistakes.why'),
  );
}
