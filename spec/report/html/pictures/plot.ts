/** Observable Plot without a browser: marks in, one picture as markup out. */
import { plot, type PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { Markup } from '../markup.ts';

/** The small part of the DOM that Plot needs; the library's types assume a browser's. */
interface Element {
  readonly outerHTML: string;
  readonly attributes: Iterable<{ readonly name: string; value: string }>;
  remove(): void;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selectors: string): Iterable<Element>;
}

/** @param title - read aloud in place of the picture by screen readers */
export function draw(title: string, options: PlotOptions): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = plot({ ...options, document, className: 'plot' }) as unknown as Element;
  // The page's policy allows only the page's own style.
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of svg.querySelectorAll('*')) {
    element.removeAttribute('aria-label');
    for (const attribute of element.attributes) attribute.value = rounded(attribute.value);
  }
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title);
  return new Markup(svg.outerHTML);
}

/** Precision of coordinates: a hundredth of a pixel is enough. */
const rounded = (value: string): string =>
  value.replaceAll(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻³`; `1` for exponent 0. */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return '1';
  if (exponent === 1) return '10';
  const digits = Array.from(String(Math.abs(exponent)), (digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

// By name: a namespace that is handed on would bring every kind of mark into the package.
export { dot, line, rect, ruleX, ruleY } from '@observablehq/plot';
