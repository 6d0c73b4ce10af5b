/** The same code in Chromium: bundled, run in a page, compared bit for bit with Node; threads where the page is isolated. */
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../../impl/fast/index.ts';
import { type LocalServer, serveLocally } from '../../support/local-server.ts';
import { launch, lacksBrowser } from '../../spec/report/browser.ts';
import { digest, residentDigest } from './digest.ts';

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('browser-page.ts', import.meta.url));
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  const [{ output }] = Array.isArray(bundle) ? bundle : [bundle as { output: { code: string }[] }];
  const [chunk] = output as unknown as { code: string }[];
  return `<!doctype html><pre id="result"></pre><script>${chunk.code}</script>`;
}

describe.skipIf(lacksBrowser)('in Chromium', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: LocalServer;

  beforeAll(async () => {
    const html = await bundled();
    server = await serveLocally((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', ...(request.url === '/isolated' ? isolation : {}) });
      response.end(html);
    });
    browser = await launch();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function shown(path: string): Promise<string> {
    const page = await browser.newPage();
    try {
      await page.goto(server.origin + path);
      const result = page.locator('#result:not(:empty)');
      return (await result.textContent({ timeout: 60_000 })) ?? '';
    } finally {
      await page.close();
    }
  }

  test('gives the bits that Node gives', async () => {
    expect(await shown('/')).toBe(await digest());
  });

  test('gives the bits of one thread with two', async () => {
    expect(await shown('/isolated#threads')).toBe(residentDigest(new Engine()));
  });

  test('refuses threads with a reason where the page is not isolated', async () => {
    expect(await shown('/#threads')).toMatch(/"threads" expected 1: this page has no shared memory/);
  });
});
