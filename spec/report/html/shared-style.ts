/**
 * Look shared by all pages. `tokens` are the custom properties alone, for pages with a style of their own. The palette
 * stays distinguishable under every common colour blindness: blue-green against orange, never green against red.
 */

/** Colours of pictures on a white background: a light screen, or paper. */
const lightPictures = `
  --series-1: #0072b2;
  --series-2: #c04f00;
  --series-3: #00795c;
  --heat-1: #eef4fa;
  --heat-2: #d5e5f3;
  --heat-3: #b3d0ea;
  --heat-4: #8fb9de;
  --heat-over-1: #fdd0b5;
  --heat-over-2: #f9a878;
  --heat-over-3: #ef7f43;
  --heat-ink: #101820;
`.trim();

export const tokens: string = `
:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --panel: #f4f6f8;
  --line: #d3dae1;
  --ink: #17202a;
  --muted: #51606f;
  --accent: #0b5cad;
  --good: #00695f;
  --bad: #a83803;
  --note: #7a5600;
  --good-tint: #d9f0ec;
  --bad-tint: #fde6da;
  --note-tint: #fbf0d2;
  ${lightPictures}
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10161c;
    --panel: #19212a;
    --line: #35414d;
    --ink: #e8edf2;
    --muted: #a3b1bf;
    --accent: #7cb8f5;
    --good: #5fd0bd;
    --bad: #ff9d6b;
    --note: #ecc35a;
    --good-tint: #10332f;
    --bad-tint: #40200f;
    --note-tint: #352a0c;
    --series-1: #62b0e8;
    --series-2: #ff9d6b;
    --series-3: #5fd0bd;
    --heat-1: #1a2836;
    --heat-2: #21394f;
    --heat-3: #2b4f70;
    --heat-4: #376993;
    --heat-over-1: #6b3013;
    --heat-over-2: #8f3f14;
    --heat-over-3: #b9500f;
    --heat-ink: #f4f7fa;
  }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff;
    --panel: #ffffff;
    --line: #b5bec7;
    --ink: #000000;
    --muted: #3c4854;
    --accent: #000000;
    --good: #00564d;
    --bad: #8f2f00;
    --note: #5c4100;
    --good-tint: #ffffff;
    --bad-tint: #ffffff;
    --note-tint: #ffffff;
    ${lightPictures}
  }
}
`;

const frame = `
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; }
main, .page-head, .page-foot { max-width: 74rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
main { padding-bottom: 3rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; }
h2 { font-size: 1.4rem; letter-spacing: -0.01em; margin: 3.25rem 0 0.5rem; scroll-margin-top: 1rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.4rem; }
h4 { font-size: 0.92rem; margin: 1.25rem 0 0.4rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--accent); text-underline-offset: 0.18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre, .number { font-family: var(--mono); font-size: 0.87em; font-variant-numeric: tabular-nums; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 0.9rem; margin: 0.5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.small { font-size: 0.87rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem 0.8rem; z-index: 1; }
.page-head { padding-block: 1.1rem 0; display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; align-items: baseline; justify-content: space-between; }
.page-head .brand { font-weight: 700; letter-spacing: -0.01em; }
.page-foot { border-top: 1px solid var(--line); padding-block: 1.2rem 2rem; color: var(--muted); font-size: 0.87rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; margin: 0; padding: 0; font-size: 0.93rem; }
.scroll { overflow-x: auto; max-width: 100%; margin: 0.6rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.4; }
caption { text-align: left; color: var(--muted); padding-bottom: 0.35rem; font-size: 0.87rem; }
th, td { text-align: left; vertical-align: top; padding: 0.34rem 0.8rem 0.34rem 0; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; color: var(--muted); font-size: 0.82rem; white-space: nowrap; border-bottom-color: var(--muted); }
tbody th { font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
th.number { font-family: inherit; }
.grid-table { min-width: 40rem; width: 100%; overflow-wrap: normal; }
details > summary { cursor: pointer; padding: 0.25rem 0; }
@media print {
  html { font-size: 10pt; }
  main, .page-head, .page-foot { max-width: none; padding-inline: 0; }
  nav, .skip { display: none; }
  .scroll { overflow: visible; }
  .grid-table { min-width: 0; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  h2, h3, h4, summary { break-after: avoid; }
  figure, tr, .card { break-inside: avoid; }
}
`;

/** Style for every page that has none of its own. */
export const look: string = tokens + frame;
