/** The playground in Chromium: it names each famous mistake in time, and code of anyone stays where it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { left } from '../../../spec/playground/confine.ts';
import { playground } from '../../../spec/playground/playground-page.ts';
import { codeIn, fragmentOf } from '../../../spec/playground/share.ts';
import { templates } from '../../../spec/playground/templates.ts';
import { htmlOf } from '../../../spec/site/page.ts';
import { type LocalServer, serveLocally } from '../../support/local-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { launch, lacksBrowser, visit, type Visit } from '../report/browser.ts';

const file = join(temporaryFolder(), 'playground.html');
const address = 'https://example.org/bnspec/playground.html';
const [right] = templates;

/** Without a browser all are tried by a quick test. Here BNSPEC_CALLS=all tries all and prints the seconds that each takes. */
const all = process.env['BNSPEC_CALLS'] === 'all';
const tried = templates.filter((_, i) => all || i % 4 === 0);

/** Time for a browser that shares its processors with other tests: the page itself ends each run after 5 s. */
const patience = { timeout: 30_000 };

const statusOf = (page: Page): Promise<string | null> => page.locator('#status').textContent();

/** What is said once nothing runs. */
async function verdictOf(page: Page): Promise<string | null> {
  await page.waitForSelector('#status:not([data-tone="none"])', patience);
  return statusOf(page);
}

async function typed(page: Page, code: string): Promise<string | null> {
  await page.locator('#code').fill(code);
  await page.locator('#check').press('Enter');
  return verdictOf(page);
}

describe.skipIf(lacksBrowser)('the playground', { timeout: 240_000 }, () => {
  let browser: Browser;
  let server: LocalServer;
  const requested: string[] = [];
  beforeAll(async () => {
    const { body, ...program } = await playground();
    const target = 'playground.html';
    writeFileSync(file, htmlOf({ target, title: 'Playground', body, program: { ...program, address } }));
    const published = htmlOf({ target, title: 'Playground', body, program });
    server = await serveLocally((request, response) => {
      requested.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*');
      const isPage = request.url === '/below/this/playground.html';
      response.setHeader('content-type', isPage ? 'text/html; charset=utf-8' : 'text/javascript');
      response.end(isPage ? published : 'export default 1');
    });
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const open = async (fragment = '', look: Parameters<typeof visit>[2] = {}): Promise<Visit> => {
    const opened = await visit(browser, file + fragment, look);
    await opened.page.waitForSelector('html[data-ready]');
    return opened;
  };

  test('names famous mistakes within the life of a worker, with a picture, and passes what is right', async () => {
    const { page, complaints, requests, close } = await open();
    const told: Record<string, unknown> = {};
    const seconds: Record<string, number> = {};
    for (const { id, mistake } of tried) {
      const begun = performance.now();
      await page.locator('#template').selectOption(id);
      const status = await verdictOf(page);
      seconds[id] = Number(((performance.now() - begun) / 1000).toFixed(1));
      const named = await page.locator('#result .diagnosis .id').allTextContents();
      told[id] = mistake === undefined ? status : named.includes(mistake) && (await page.locator('.heat').count()) > 0;
    }
    if (all) console.log(seconds);
    expect(told).toEqual(
      Object.fromEntries(tried.map(({ id, mistake }) => [id, mistake ? true : 'Your code conforms.'])),
    );
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    await close();
  });

  test('checks as one types, and ends the check before', async () => {
    const { page, complaints, close } = await open();
    await verdictOf(page);
    await page.locator('#code').fill(right.code.replace('variance + epsilon', 'variance + 2 * epsilon'));
    await page.waitForSelector('#status[data-tone="bad"]', patience);
    await page.locator('#code').fill(right.code);
    await page.waitForSelector('#status[data-tone="good"]', patience);
    await expect.poll(() => page.workers().length, patience).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('says the line of code that cannot be read, and what is thrown', async () => {
    const { page, complaints, close } = await open();
    expect(await typed(page, 'const a = 1;\nexport default { trainForward( };\n')).toMatch(/^Line 2: SyntaxError: /);
    expect(await typed(page, "throw new Error('on purpose');")).toBe('Error: on purpose');
    expect(await typed(page, 'export const y = 1;')).toContain('the default export expected an object');
    expect(
      await typed(page, 'export default { name: "a", trainForward() { throw new Error("<img src=x>"); } };'),
    ).toMatch(/^Your code (?:does not conform|could not)/);
    expect(await page.locator('#result img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('ends a loop that never does, and stays usable meanwhile', async () => {
    const { page, complaints, close } = await open();
    await page.locator('#code').fill('for (;;);');
    const begun = performance.now();
    await page.locator('#check').press('Enter');
    await page.locator('#share').press('Enter');
    await page.waitForSelector('#link:focus, #share-note:not(:empty)');
    expect(performance.now() - begun).toBeLessThan(4000);
    expect(await verdictOf(page)).toContain('Stopped: no verdict after 5 s');
    await expect.poll(() => page.workers().length, patience).toBe(0);
    expect(await typed(page, right.code)).toBe('Your code conforms.');
    expect(complaints).toEqual([]);
    await close();
  });

  test('leaves nothing in the worker by which code could get out', async () => {
    const { page, close } = await open();
    const names = await typed(
      page,
      `const names = [];
       for (let holder = globalThis; holder !== Object.prototype; holder = Object.getPrototypeOf(holder))
         for (const name of Object.getOwnPropertyNames(holder)) {
           const { value } = Object.getOwnPropertyDescriptor(holder, name);
           if (typeof value !== 'number') names.push(name);
         }
       throw new Error(names.join(' '));`,
    );
    const found = names!.replace(/^Error: /, '').split(' ');
    expect(found).toContain('Math');
    expect(found.filter((name) => !left.has(name))).toEqual([]);
    await close();
  });

  const attempts: Readonly<Record<string, (url: string) => string>> = {
    arithmetic: () => 'Math.sqrt(4)',
    fetch: (url) => `await fetch('${url}')`,
    XMLHttpRequest: (url) => `const r = new XMLHttpRequest(); r.open('GET', '${url}', false); r.send()`,
    WebSocket: (url) => `new WebSocket('${url.replace('http', 'ws')}'); await new Promise((f) => setTimeout(f, 300))`,
    EventSource: (url) => `new EventSource('${url}'); await new Promise((f) => setTimeout(f, 300))`,
    importScripts: (url) => `importScripts('${url}')`,
    import: (url) => `await import('${url}')`,
    'an import of data': () => `await import('data:text/javascript,1')`,
    eval: () => `eval('1')`,
    Function: () => `new Function('1')()`,
    Worker: () => `new Worker('data:text/javascript,1')`,
    BroadcastChannel: () => `new BroadcastChannel('a')`,
    indexedDB: () => `indexedDB.open('a')`,
    caches: () => `await caches.open('a')`,
    navigator: () => `navigator.sendBeacon('a')`,
    postMessage: () => `postMessage('a')`,
  };

  test.each(['disk', 'the web'])('refuses every way to elsewhere, from %s', async (from) => {
    const { page, close } = await open();
    if (from === 'the web') {
      await page.goto(`${server.origin}/below/this/playground.html`);
      await page.waitForSelector('html[data-ready]');
      expect(await verdictOf(page)).toBe('Your code conforms.');
    }
    requested.length = 0;
    const tries = Object.entries(attempts).map(
      ([name, attempt]) =>
        `try { ${attempt(`${server.origin}/stolen`)}; succeeded.push(${JSON.stringify(name)}); } catch {}`,
    );
    const said = await typed(
      page,
      `const succeeded = [];\n${tries.join('\n')}\nthrow new Error(succeeded.join(', '));`,
    );
    expect({ said, requested }).toEqual({ said: 'Error: arithmetic', requested: [] });
    // That is no deaf server: what the page may do, it hears.
    await fetch(`${server.origin}/heard`);
    expect(requested).toEqual(['/heard']);
    await close();
  });

  test('runs nothing of a shared link until asked', async () => {
    const { page, complaints, close } = await open(await fragmentOf(`${right.code}\n// of a stranger`));
    expect(await page.locator('#code').inputValue()).toContain('// of a stranger');
    const started: string[] = [];
    page.on('worker', (worker) => started.push(worker.url()));
    await page.locator('#code').press('End');
    await page.locator('#code').pressSequentially(' ');
    await page.waitForTimeout(1500);
    expect(started).toEqual([]);
    expect(page.workers()).toEqual([]);
    expect(await statusOf(page)).toContain('Nothing of it has run');
    await page.locator('#check').press('Enter');
    expect(await verdictOf(page)).toBe('Your code conforms.');
    expect(started.length).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  test('shares code under the address where the site is published', async () => {
    const { page, close } = await open();
    await page.locator('#code').fill('// mine');
    await page.locator('#share').press('Enter');
    const input = page.locator('#link');
    await expect.poll(() => input.inputValue(), patience).not.toBe('');
    const link = new URL(await input.inputValue());
    expect(link.origin + link.pathname).toBe(address);
    expect(await codeIn(link.hash)).toBe('// mine');
    await close();
  });

  test('is accessible and fits on a light phone and a dark desk', async () => {
    const { page, complaints, close } = await open('', { width: 390 });
    await page.locator('#template').selectOption('epsilon-outside');
    await verdictOf(page);
    await page.locator('#share').press('Enter');
    await page.evaluate(axe.source);
    const found: string[] = [];
    for (const [width, colorScheme] of [
      [390, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
      found.push(...violations.map(({ id, nodes }) => `${width} ${colorScheme} ${id}: ${nodes[0].html}`));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    expect({ found, complaints }).toEqual({ found: [], complaints: [] });
    await close();
  });
});
