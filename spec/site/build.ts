/**
 * Builds the site: `npm run site -- [--out FOLDER] [--address URL]`. The folder is `site` by default and must be new, empty or a
 * site; the address is where it will be published, for links from a copy on disk. Every page
 * of the repository, and every file that one leads to, with links that work from disk and under any path; the learn page; the
 * clauses and the mistakes that fail them; the API. Nothing is loaded from elsewhere.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allMutants } from '../../impl/mutants/_bank.ts';
import { clauses } from '../clauses/index.ts';
import { page as learnPage } from '../learn/page.html.ts';
import { escape } from '../report/html/markup.ts';
import { playground } from '../playground/playground-page.ts';
import { writeWholeFile } from '../wire/write-file.ts';
import { clauseIndex } from './clause-index.ts';
import { render } from './markdown.ts';
import { htmlOf, navigation, type Page } from './page.ts';
import { linkBetween, type Place, placeOf } from './places.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const mark = '.bnspec-site';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'site' }, address: { type: 'string' } } });
const { out } = values;
const address = values.address === undefined ? undefined : httpsAddress(values.address);

/** @throws where it is none */
function httpsAddress(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Error(`"--address" expected an address of the web, got "${text}"`);
  return new URL(text.endsWith('/') ? text : `${text}/`);
}

/** @throws where the folder holds something that is no site */
function emptied(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, mark)))
      throw new Error(`"--out" expected a new or empty folder, or a site: ${folder}`);
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  writeWholeFile(join(folder, mark), '');
}

function write(target: string, content: string): void {
  mkdirSync(dirname(join(out, target)), { recursive: true });
  writeWholeFile(join(out, target), content);
}

/** Places that a page leads to and that have no page yet. */
const waiting: Place[] = [];
const known = new Set<string>();

function reach(place: Place): void {
  if (known.has(place.target)) return;
  known.add(place.target);
  waiting.push(place);
}

/** The address on the site of what a page of the repository leads to. */
function linkFrom(from: Place, href: string): string {
  if (/^[a-z]+:/i.test(href) || href.startsWith('#')) return href;
  const [path, hash = ''] = href.split('#');
  const place = placeOf(root, posix.join(posix.dirname(from.source), decodeURIComponent(path)));
  if (place === undefined) throw new Error(`${from.source} leads to "${href}", which is not there`);
  reach(place);
  return linkBetween(from.target, place.target, hash === '' ? '' : `#${hash}`);
}

/** Requirements get their ids as anchors, and lead to their clause. */
function withClauses(html: string, place: Place): string {
  if (place.source !== 'spec/batchnorm.md') return html;
  const to = linkBetween(place.target, 'clauses.html');
  return html.replaceAll(
    /<li>(<p>)?<strong>(BN-\d+\.\d+)<\/strong>/g,
    (_, paragraph: string | undefined, id: string) =>
      `<li id="${id}">${paragraph ?? ''}<a href="${to}#${id}"><strong>${id}</strong></a>`,
  );
}

function pageOf(place: Place): Page {
  const { source, target, kind } = place;
  if (kind === 'markdown') {
    const { html, title, sections } = render(readFileSync(join(root, source), 'utf8'), (href) => linkFrom(place, href));
    return { target, title, body: withClauses(html, place), sections };
  }
  const body =
    kind === 'folder'
      ? `<ul>${readdirSync(join(root, source))
          .toSorted()
          .map((name) => `<li>${escape(name)}</li>`)
          .join('')}</ul>`
      : `<pre tabindex="0"><code>${escape(readFileSync(join(root, source), 'utf8'))}</code></pre>`;
  return { target, title: source, body: `<h1><code>${escape(source)}</code></h1>\n${body}` };
}

/** The file of each clause, which exports it. */
const files = readdirSync(join(root, 'spec/clauses')).filter((name) => name.endsWith('.ts') && !name.startsWith('_'));
const sources = new Map(
  await Promise.all(
    files.map(async (name) => {
      const exported = (await import(`../clauses/${name}`)) as Record<string, unknown>;
      return [`spec/clauses/${name}`, new Set(Object.values(exported).flat())] as const;
    }),
  ),
);

emptied(out);
const index = clauseIndex(clauses, await allMutants(), (clause) => {
  const [source] = [...sources].find(([, exported]) => exported.has(clause)) as [string, unknown];
  reach(placeOf(root, source)!);
  return source;
});
for (const { id } of await allMutants()) reach(placeOf(root, `impl/mutants/${id}.ts`)!);
reach(placeOf(root, 'README.md')!);
reach(placeOf(root, 'spec/batchnorm.md')!);
for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
  if (place.kind === 'copy') {
    mkdirSync(dirname(join(out, place.target)), { recursive: true });
    cpSync(join(root, place.source), join(out, place.target));
  } else write(place.target, htmlOf(pageOf(place)));
}
write(index.target, htmlOf(index));
write('learn.html', learnPage);
const { body, style, script } = await playground();
const target = 'playground.html';
write(
  target,
  htmlOf({
    target,
    title: 'Playground',
    body,
    program: { script, style, address: address && new URL(target, address).href },
  }),
);
if (!existsSync(join(root, 'docs'))) throw new Error('the API has no pages yet: run npm run docs, or npm run site');
cpSync(join(root, 'docs'), join(out, 'api'), { recursive: true });
const missing = navigation.filter(([, target]) => !existsSync(join(out, target)));
if (missing.length > 0) throw new Error(`no page for ${missing.map(([text]) => text).join(', ')}`);
process.stdout.write(`${known.size + 3} pages and the API in ${out}/: open ${out}/index.html\n`);
