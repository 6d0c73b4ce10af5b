/** Marks of which the pictures are made, in pixels; colours come from classes in the style sheet. */
import { svg } from './make-element.ts';
import type { Canvas } from './view.ts';

/** From a value to a pixel. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

export function scale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  return Object.assign((value: number) => r0 + ((value - d0) / (d1 - d0)) * (r1 - r0), { domain, range });
}

/** Round numbers within the domain, about as many as asked for. */
export function ticks({ domain: [from, to] }: Scale, wanted: number): number[] {
  const raw = (to - from) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw)!;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A number as the page writes it: a true minus sign, few digits. */
export function written(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 0.5 * 10 ** -digits || size >= 1e6)
      ? value
          .toExponential(1)
          .replace('e+', 'e')
          .replace(/e(-?\d+)/, (_, power: string) => ` · 10${raised(power)}`)
      : String(Number(value.toFixed(digits)));
  return text.replace('-', '−');
}

const raised = (digits: string): string =>
  Array.from(digits, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');

export const percent = (share: number): string => `${Math.round(100 * share)}%`;

export function text(
  content: string,
  x: number,
  y: number,
  { kind = '', anchor = 'middle' }: { kind?: string; anchor?: 'start' | 'middle' | 'end' } = {},
): SVGTextElement {
  return svg('text', { x, y, 'text-anchor': anchor, class: `label ${kind}` }, content);
}

/** A letter of a formula with an index below it. */
export function indexed(letter: string, index: number, x: number, y: number): SVGTextElement {
  const label = text(letter, x, y, { kind: 'formula' });
  label.append(svg('tspan', { dy: 4, 'font-size': '0.7em' }, String(index)));
  return label;
}

/** From the left, with a head at the end. */
export function arrow(from: number, to: number, y: number): SVGPathElement {
  return svg('path', { d: `M${from} ${y}H${to}m-6 -4l6 4l-6 4`, class: 'line arrow' });
}

export function line(points: readonly (readonly [number, number])[], kind: string): SVGPathElement {
  const d = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return svg('path', { d, class: `line ${kind}` });
}

export const rule = (x1: number, y1: number, x2: number, y2: number, kind: string): SVGLineElement =>
  svg('line', { x1, y1, x2, y2, class: `line ${kind}` });

export const dot = (cx: number, cy: number, r: number, kind: string): SVGCircleElement =>
  svg('circle', { cx: cx.toFixed(1), cy: cy.toFixed(1), r, class: `dot ${kind}` });

export const box = (x: number, y: number, width: number, height: number, kind: string, rx = 0): SVGRectElement =>
  svg('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), rx, class: `box ${kind}` });

/** A rectangle from zero to the value. */
export function bar(x: number, width: number, y: Scale, value: number, kind: string): SVGRectElement {
  const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))];
  return box(x, top, width, Math.max(1, bottom - top), kind, 1.5);
}

/** Shares per bin as a filled outline over the full width of the scale. */
export function outline(shares: readonly number[], x: Scale, y: Scale, kind: string): SVGPathElement {
  const [left, right] = x.range;
  const width = (right - left) / shares.length;
  const base = y(0).toFixed(1);
  const steps = shares.map((share, i) => {
    const top = y(share).toFixed(1);
    return `V${top}H${(left + (i + 1) * width).toFixed(1)}`;
  });
  return svg('path', { d: `M${left} ${base}${steps.join('')}V${base}Z`, class: `outline ${kind}` });
}

/** Approximate width of small text. Chinese characters are about twice as wide as Latin ones. */
export const widthOf = (words: string): number =>
  Array.from(words, (sign) => (sign > '\u2fff' ? 12.5 : 6.4)).reduce((a, b) => a + b, 0);

/** Names of curves in a row, each behind a sample of its line. */
export function legend(canvas: Canvas, x: number, y: number, entries: readonly (readonly [string, string])[]): void {
  let at = x;
  for (const [kind, words] of entries) {
    canvas.add(rule(at, y - 4, at + 16, y - 4, kind), text(words, at + 22, y, { kind: 'tick', anchor: 'start' }));
    at += 40 + widthOf(words);
  }
}

interface Axis {
  readonly count?: number;
  readonly title?: string;
  readonly format?: (value: number) => string;
}

export function axisBelow(
  canvas: Canvas,
  x: Scale,
  y: number,
  { count = 6, title, format = written }: Axis = {},
): void {
  const [left, right] = x.range;
  canvas.add(rule(left, y, right, y, 'axis'));
  for (const tick of ticks(x, count)) {
    canvas.add(rule(x(tick), y, x(tick), y + 4, 'axis'), text(format(tick), x(tick), y + 17, { kind: 'tick' }));
  }
  if (title !== undefined) canvas.add(text(title, (left + right) / 2, y + 34, { kind: 'title' }));
}

export function axisLeft(canvas: Canvas, y: Scale, x: number, { count = 4, title, format = written }: Axis = {}): void {
  const [bottom, top] = y.range;
  canvas.add(rule(x, bottom, x, top, 'axis'));
  for (const tick of ticks(y, count)) {
    canvas.add(rule(x - 4, y(tick), x, y(tick), 'axis'));
    canvas.add(text(format(tick), x - 7, y(tick) + 4, { kind: 'tick', anchor: 'end' }));
  }
  if (title !== undefined) canvas.add(text(title, x - 4, top - 8, { kind: 'title', anchor: 'start' }));
}

/** Faint lines across at the ticks. */
export function grid(canvas: Canvas, x: Scale, y: Scale, count = 4): void {
  const [left, right] = x.range;
  for (const tick of ticks(y, count)) canvas.add(rule(left, y(tick), right, y(tick), 'grid'));
}
