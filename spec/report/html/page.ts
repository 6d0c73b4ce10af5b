/**
 * Frame of every generated page: one self-contained file that loads and runs nothing. Its own policy forbids every
 * request and every script, and allows this one style by its hash.
 */
import { createHash } from 'node:crypto';
import { visibleLine } from '../untrusted-text.ts';
import { look } from './shared-style.ts';
import { html, Markup } from './markup.ts';

export interface Page {
  readonly title: string;
  /** Shown at the top next to the name of the suite: usually links. */
  readonly head?: Markup;
  /** Inside `main`; contains the page's only h1. */
  readonly body: Markup;
  readonly foot: Markup | string;
  /** Style of this kind of page, added after the shared one. */
  readonly style?: string;
}

const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 13C5 13 5 3 8 3s3 10 7 10" fill="none" stroke="#0072b2" stroke-width="2"/></svg>',
  );

export function toPage({ title, head = html``, body, foot, style = '' }: Page): string {
  const css = look + style;
  // The policy allows exactly these bytes, so no formatting may come between.
  const styleElement = new Markup(`<style>${css}</style>`);
  const hash = createHash('sha256').update(css).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${visibleLine(title)}</title>
        <link rel="icon" href="${icon}" />
        ${styleElement}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="page-head"><span class="brand">bnspec</span>${head}</header>
        <main id="main">${body}</main>
        <footer class="page-foot">${foot}</footer>
      </body>
    </html> `.source;
}
