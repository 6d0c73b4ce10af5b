/** Markup built from a template, in which every value is escaped as text unless it is markup itself. */
import { visible } from '../untrusted-text.ts';

export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for elements and for quoted attributes. */
export function escape(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => entities[character]);
}

function sourceOf(content: Content): string {
  if (content instanceof Markup) return content.source;
  if (content === undefined || content === false) return '';
  if (typeof content === 'object') return content.map(sourceOf).join('');
  return escape(String(content));
}

/** Values belong between elements or inside double quotes, nowhere else. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((part, i) => part + (i < values.length ? sourceOf(values[i]) : '')).join(''));
}

/** The same for XML, which is escaped alike. */
export const xml: typeof html = html;
