/** The frame of every page: navigation, look, and a policy under which nothing is loaded from anywhere. */
import { hashOf } from '../learn/bundle-program.ts';
import { escape } from '../report/html/markup.ts';
import { tokens } from '../report/html/shared-style.ts';
import { linkBetween } from './places.ts';

export interface Page {
  /** From the root of the site. */
  readonly target: string;
  readonly title: string;
  readonly body: string;
  readonly sections?: readonly { readonly anchor: string; readonly text: string }[];
  /** Absent on a page that is only read. */
  readonly program?: Program;
}

/** A script that may start workers from its own text, and what belongs to it. */
export interface Program {
  readonly script: string;
  /** In addition to that of all pages. */
  readonly style: string;
  /** Where the page is published, for links from a copy on disk. */
  readonly address?: string | undefined;
}

/** The links in the head of each page. */
export const navigation: readonly (readonly [text: string, target: string])[] = [
  ['Home', 'index.html'],
  ['Learn', 'learn.html'],
  ['Playground', 'playground.html'],
  ['Specification', 'spec/batchnorm.html'],
  ['Clauses', 'clauses.html'],
  ['Status', 'impl/STATUS.html'],
  ['Findings', 'impl/findings/index.html'],
  ['Scorecard', 'test/tools/scorecard/SCORECARD.html'],
  ['Fixtures', 'fixtures/index.html'],
  ['API', 'api/index.html'],
];

const style = `${tokens}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); }
header { background: var(--panel); border-bottom: 1px solid var(--line); }
header nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; max-width: 74rem; margin: auto; padding: .7rem 1rem; }
header a { text-decoration: none; }
header a[aria-current] { color: var(--ink); font-weight: 600; }
.frame { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 74rem; margin: auto; padding: 0 1rem 4rem; gap: 2rem; }
aside { font-size: .9rem; }
aside ul { list-style: none; margin: 0; padding: 0; }
aside li { margin: .3rem 0; }
aside summary { padding: .5rem 0; cursor: pointer; }
@media (min-width: 64rem) {
  .frame.with-sections { grid-template-columns: 15rem minmax(0, 1fr); }
  aside { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding-top: 1.5rem; }
}
main { min-width: 0; overflow-wrap: break-word; }
a { color: var(--accent); }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.8em 0 .6em; }
h1 { font-size: 1.9rem; margin-top: 1.2em; }
.anchor { color: inherit; text-decoration: none; }
.anchor:hover { text-decoration: underline; }
:target { background: var(--note-tint); scroll-margin-top: 1rem; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .8rem; overflow: auto; }
code { font-family: var(--mono); font-size: .88em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--panel); }
img { max-width: 100%; }
.level { color: var(--muted); font-size: .85rem; }
`;

/** Nothing is loaded. A program may run workers from blobs, and what is compiled in them, which may load nothing either. */
const policyOf = (style: string, script: string | undefined): string =>
  [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src ${hashOf(script)} 'wasm-unsafe-eval' blob:`, 'worker-src blob:']),
    "connect-src 'none'",
    `style-src ${hashOf(style)}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

export function htmlOf({ target, title, body, sections = [], program }: Page): string {
  const styles = style + (program?.style ?? '');
  const entries = navigation.map(([text, to]) => {
    const current = to === target ? ' aria-current="page"' : '';
    return `<a href="${linkBetween(target, to)}"${current}>${text}</a>`;
  });
  const contents = sections.map(({ anchor, text }) => `<li><a href="#${anchor}">${escape(text)}</a></li>`);
  const aside =
    contents.length < 3
      ? ''
      : `<aside><details open><summary>On this page</summary><nav aria-label="On this page"><ul>${contents.join('')}</ul></nav></details></aside>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(styles, program?.script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}${title === 'bnspec' ? '' : ' · bnspec'}</title>
<link rel="icon" href="data:,">
<style>${styles}</style>
</head>
<body${program?.address === undefined ? '' : ` data-address="${escape(program.address)}"`}>
<header><nav aria-label="Site">${entries.join('\n')}</nav></header>
<div class="frame${aside === '' ? '' : ' with-sections'}${program ? ' whole' : ''}">
${aside}
<main>
${body}
</main>
</div>
${program ? `<script id="program">${program.script}</script>\n` : ''}</body>
</html>
`;
}
