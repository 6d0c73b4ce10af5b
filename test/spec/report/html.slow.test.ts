/** The pages in a real browser: they load nothing, work by keyboard, fit a phone, and axe finds nothing serious. */
import { statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import fc from 'fast-check';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../support/report-page.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { toTablePage } from '../../../spec/report/html/table-page.ts';
import { toJUnit } from '../../../spec/report/junit.ts';
import { launch, lacksBrowser, visit } from './browser.ts';
import { conforming, failing, hostileText, saying, throwing } from './sample-reports.ts';

/** Run inside the page, where the DOM is; its types are not known here. */
const inPage = (source: string): string => `(() => { ${source} })()`;

const names = ['conforming', 'failing', 'throwing', 'hostile', 'table'] as const;

describe.skipIf(lacksBrowser)('in Chromium', () => {
  let browser: Browser;
  let folder: string;
  const fileOf = (name: string): string => join(folder, `${name}.html`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bnspec-pages-'));
    const wrong = await failing();
    const hostile = fc.sample(hostileText, { seed: 1, numRuns: 60 }).join('');
    const pages: Record<(typeof names)[number], string> = {
      conforming: pageOf(viewOf(await conforming())),
      failing: pageOf(viewOf(wrong)),
      throwing: pageOf(viewOf(await throwing('no such luck'))),
      hostile: pageOf(viewOf(saying(wrong, hostile))),
      table: toTablePage({
        title: 'Who can do what',
        columns: [
          { title: 'who' },
          { title: 'verdict' },
          ...Array.from({ length: 9 }, (_, i) => ({ title: `column ${i}`, numeric: true })),
        ],
        rows: Array.from(
          { length: 5 },
          (_, i) =>
            [`row ${i}`, { text: '✓ yes', tone: 'good' as const }, ...Array.from({ length: 9 }).fill(i * 1e6)] as never,
        ),
        notes: ['A note.'],
      }),
    };
    for (const name of names) writeFileSync(fileOf(name), pages[name]);
    browser = await launch();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each(names)('the page %s', (name) => {
    test.each([
      ['phone by day', 375, false],
      ['desk by night', 1280, true],
    ])('on a %s: silent, without requests, no wider than the window, and axe agrees', async (_, width, dark) => {
      const { page, complaints, requests, close } = await visit(browser, fileOf(name), { width, dark });
      // Closed parts are not looked at otherwise.
      await page.evaluate(inPage('for (const each of document.querySelectorAll("details")) each.open = true'));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.evaluate(axe.source);
      // A picture is one image to those who cannot see it: its parts are nothing to look at.
      const { violations } = (await page.evaluate("axe.run({ exclude: ['svg > *'] })")) as axe.AxeResults;
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => [id, nodes[0].html]),
      ).toEqual([]);
      expect([complaints, requests]).toEqual([[], []]);
      await close();
    });
  });

  test('every control is reached by Tab, in order, and every part opens with Enter', async () => {
    const { page, close } = await visit(browser, fileOf('failing'));
    const controls = 'a[href], summary, [tabindex="0"]';
    await page.evaluate(
      inPage(`document.querySelectorAll('${controls}').forEach((each, i) => { each.dataset.order = i })`),
    );
    const order = (): Promise<unknown> => page.evaluate('document.activeElement?.dataset.order');
    const visited: number[] = [];
    const closed = 'document.activeElement.localName === "summary" && !document.activeElement.parentElement.open';
    for (;;) {
      await page.keyboard.press('Tab');
      const at = await order();
      if (at === undefined || visited.includes(Number(at))) break;
      visited.push(Number(at));
      if (await page.evaluate(closed)) await page.keyboard.press('Enter');
    }
    const count = await page.evaluate(`document.querySelectorAll('${controls}').length`);
    expect(visited).toEqual(Array.from({ length: Number(count) }, (_, i) => i));
    expect(await page.evaluate('document.querySelectorAll("details:not([open])").length')).toBe(0);
    await close();
  });

  test('links lead to what they name: a failed clause to its explanation', async () => {
    const { page, close } = await visit(browser, fileOf('failing'));
    const dangling = await page.evaluate(
      inPage(
        'return [...document.querySelectorAll("a[href^=\'#\']")].filter((a) => !document.getElementById(a.hash.slice(1))).map((a) => a.hash)',
      ),
    );
    expect(dangling).toEqual([]);
    await close();
  });

  test('on paper nothing is closed', async () => {
    const { page, close } = await visit(browser, fileOf('failing'));
    const hidden = inPage(
      'return [...document.querySelectorAll("details:not([open]) table")].filter((each) => !each.checkVisibility({ contentVisibilityAuto: true })).length',
    );
    expect(await page.evaluate(hidden)).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    // Parts that were laid out as closed are laid out anew with the next frame, which may come after the answer.
    await expect.poll(() => page.evaluate(hidden), { timeout: 10_000 }).toBe(0);
    await close();
  });

  test('the policy is in force: what a page should not do does not happen', async () => {
    const { page, complaints, close } = await visit(browser, fileOf('conforming'));
    await page.evaluate(
      inPage(`
      const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script);
      const image = document.createElement('img'); image.src = 'https://example.invalid/x.png'; document.body.append(image);
    `),
    );
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(complaints.join('\n')).toMatch(/Content Security Policy/);
    await close();
  });

  test('JUnit is well-formed and has the text as text, whatever an adapter says', async () => {
    const { page, close } = await visit(browser, fileOf('table'));
    const wrong = await failing();
    const outline = (xml: string): Promise<unknown> =>
      page.evaluate(
        `(() => { const xml = new DOMParser().parseFromString(${JSON.stringify(xml)}, 'text/xml');
          return [...xml.querySelectorAll('*')].map((each) => [each.localName, ...[...each.attributes].map(({ name }) => name)].join(' ')); })()`,
      );
    const harmless = await outline(toJUnit(viewOf(saying(wrong, 'x'))));
    expect(harmless).toContain('failure message type');
    for (const text of fc.sample(hostileText, { seed: 2, numRuns: 40 })) {
      expect(await outline(toJUnit(viewOf(saying(wrong, text))))).toEqual(harmless);
    }
    await close();
  });

  test.each(names)('%s is smaller than 3 MB', (name) => {
    expect(statSync(fileOf(name)).size).toBeLessThan(3e6);
  });
});
