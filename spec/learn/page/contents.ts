/** The list of parts at the top; it marks the one that is being read. */
import type { Key } from '../text/phrase.ts';
import { html } from './make-element.ts';
import { partNames } from './parts/part-frame.ts';
import { reducedMotion } from './animation-player.ts';
import { say, type View } from './view.ts';

/** The line across the window, as a share of its height, that decides which part is being read. */
const line = 0.4;

export function contents(view: View): HTMLElement {
  const links = new Map(
    partNames.map((part) => [part as string, html('a', { href: `#${part}` }, view.words(`${part}.short` as Key))]),
  );
  const nav = html('nav', {}, html('ol', {}, ...[...links.values()].map((link) => html('li', {}, link))));
  view.label(nav, 'aria-label', () => say('page.contents'));
  const mark = (part: string, read: boolean): void => {
    const link = links.get(part)!;
    if (!read) return link.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    // Only the list may move, not the page.
    const left = link.offsetLeft - nav.offsetLeft - nav.clientWidth / 3;
    nav.scrollTo({ left, behavior: reducedMotion() ? 'auto' : 'smooth' });
  };
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) mark(target.id, isIntersecting);
      if (!nav.querySelector('[aria-current]')) nav.scrollTo({ left: 0 });
    },
    { rootMargin: `${-100 * line}% 0px ${-100 * (1 - line)}% 0px` },
  );
  // The parts are built after their list.
  queueMicrotask(() => {
    for (const part of partNames) watch.observe(document.querySelector(`#${part}`)!);
  });
  return nav;
}
