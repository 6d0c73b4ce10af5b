/** The structure of a page without its texts: what a text that stays text cannot change. */
import { parseHTML } from 'linkedom';

export interface PageElement {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly open?: boolean;
  getAttribute(name: string): string | null;
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
}

export function parse(page: string): PageElement {
  return (parseHTML(page).document as unknown as { documentElement: PageElement }).documentElement;
}

/** Every element in order, with the names of its attributes. */
export function skeleton(page: string): string[] {
  return Array.from(parse(page).querySelectorAll('*'), ({ localName, attributes }) =>
    [localName, ...Array.from(attributes, ({ name }) => name)].join(' '),
  );
}

export const all = (page: PageElement, selectors: string): PageElement[] =>
  Array.from(page.querySelectorAll(selectors));

export const textOf = (element: PageElement | null): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
