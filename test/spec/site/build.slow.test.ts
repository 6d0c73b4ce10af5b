/**
 * The site as it is published: every link leads to a page and a part of it, nothing is asked of elsewhere, and in a browser, from
 * disk and under a path, pages are quiet and accessible.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join, posix } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allMutants } from '../../../impl/mutants/_bank.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { navigation } from '../../../spec/site/page.ts';
import { serveLocally } from '../../support/local-server.ts';
import { root } from '../../support/repository-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { launch, lacksBrowser, visit } from '../report/browser.ts';

const folder = join(temporaryFolder(), 'site');
const pages = (): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.html'));
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
/** A program has markup in it that is not yet on the page. */
const markupOf = (path: string): string => read(path).replaceAll(/<script[^]*?<\/script>/g, '');
/** Pages that we write, and not the tool that makes those of the API. */
const own = (): string[] => pages().filter((path) => !path.startsWith('api/') && path !== 'learn.html');

beforeAll(() => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'site', '--', '--out', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout + stderr);
}, 240_000);

describe('the site', () => {
  test('has a page for everything that its head names', () => {
    expect(pages()).toEqual(expect.arrayContaining(navigation.map(([, target]) => target)));
  });

  test('has an anchor for every clause in the text and in the index, and for every mistake', async () => {
    const text = read('spec/batchnorm.html');
    const index = read('clauses.html');
    const ids = clauses.map(({ id }) => id);
    expect(ids.filter((id) => !text.includes(`<li id="${id}">`))).toEqual([]);
    const mistakes = (await allMutants()).map(({ id }) => id);
    expect([...ids, ...mistakes].filter((id) => !index.includes(`<tr id="${id}">`))).toEqual([]);
  });

  test('leads nowhere that is not there', () => {
    const anchors = new Map(
      pages().map((path) => [path, new Set([...read(path).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))] as const),
    );
    const files = new Set(readdirSync(folder, { recursive: true }) as string[]);
    const lost: string[] = [];
    let followed = 0;
    for (const path of own()) {
      for (const [, href] of markupOf(path).matchAll(/<a [^>]*href="([^"]+)"/g)) {
        if (/^[a-z]+:/.test(href)) continue;
        const [file, hash] = href.split('#');
        const target = file === '' ? path : posix.join(posix.dirname(path), file);
        followed++;
        if (!files.has(target) || (hash && !anchors.get(target)?.has(decodeURIComponent(hash))))
          lost.push(`${path} → ${href}`);
      }
    }
    expect(lost).toEqual([]);
    expect(followed).toBeGreaterThan(2000);
  });

  test('asks nothing of elsewhere: no page of ours has a source but its own', () => {
    const asking = own().filter((path) => / (?:src|srcset|data)="(?:https?:)?\/\//.test(markupOf(path)));
    expect(asking).toEqual([]);
  });
});

describe.skipIf(lacksBrowser)('in Chromium', { timeout: 240_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const chosen = navigation.map(([, target]) => target).filter((target) => !/^api|^learn/.test(target));

  test.each(chosen)('%s is quiet and accessible, on a phone and on a desk, light and dark', async (target) => {
    for (const { width, dark } of [
      { width: 390, dark: false },
      { width: 1280, dark: true },
    ]) {
      const { page, complaints, requests, close } = await visit(browser, join(folder, target), { width, dark });
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
      const [inside, outside] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
      expect(inside).toBeLessThanOrEqual(outside);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      await close();
    }
  });

  test('works under a path', async () => {
    const server = await serveLocally((request, response) => {
      const path = (request.url ?? '').replace(/^\/below\/this\//, '').replace(/[?#].*/, '');
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync(join(folder, path)));
    });
    const page = await browser.newPage();
    await page.goto(`${server.origin}/below/this/index.html`);
    for (const [text, target] of navigation.slice(2, 6)) {
      await page.click(`header >> text="${text}"`);
      await page.waitForURL(`**/below/this/${target}`);
    }
    await page.close();
    server.close();
  });
});
