/** Threads in Chromium: in a cross-origin isolated page they give the bits of one thread in Node; elsewhere there are none. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../impl/fast/index.ts';
import { launch, lacksBrowser } from '../spec/report/browser.ts';
import { pageOf } from './bundle.ts';
import { residentDigest } from './digest.ts';

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

describe.skipIf(lacksBrowser)('threads in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    const html = await pageOf('threads-page.ts');
    server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', ...(request.url === '/isolated' ? isolation : {}) });
      response.end(html);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function shown(path: string): Promise<string> {
    const page = await browser.newPage();
    try {
      await page.goto(origin + path);
      const result = page.locator('#result:not(:empty)');
      return (await result.textContent({ timeout: 60_000 })) ?? '';
    } finally {
      await page.close();
    }
  }

  it('should give the bits of one thread', { timeout: 120_000 }, async () => {
    expect(await shown('/isolated')).toBe(residentDigest(new Engine()));
  });

  it('should be refused with a reason where the page is not isolated', { timeout: 120_000 }, async () => {
    expect(await shown('/')).toMatch(/"threads" expected 1: this page has no shared memory/);
  });
});
