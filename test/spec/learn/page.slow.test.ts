/** The page in Chromium: it runs without complaint, every control does something, and it is fit to read for everyone. */
import axe, { type AxeResults } from 'axe-core';
import type { ElementHandle, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mistakes } from '../../../spec/learn/computations/mistakes.ts';
import { type Key, phrase } from '../../../spec/learn/text/phrase.ts';
import { lacksBrowser } from '../report/browser.ts';
import { type Opened, Reader } from './open-page.ts';

const parts = [
  'standardize',
  'saturation',
  'where',
  'distributions',
  'algorithm',
  'backward',
  'experiment',
  'inference',
];

/** The parts of the page's window that the tests use; its types are not available here. */
interface Window {
  readonly document: {
    querySelector(selector: string): { readonly textContent: string; readonly value: string };
    querySelectorAll(selector: string): ArrayLike<unknown>;
  };
  seen: string;
}

/** Brings each part into view, and waits until the experiment is trained and the mistake is judged and drawn. */
async function readThrough(page: Page): Promise<void> {
  for (const part of parts) await page.locator(`#${part}`).scrollIntoViewIfNeeded();
  await page.locator('#inference .panel').last().scrollIntoViewIfNeeded();
  await page.waitForFunction(
    (trained) => {
      const { document } = globalThis as unknown as Window;
      const count = (selector: string): number => document.querySelectorAll(selector).length;
      return (
        document.querySelector('#experiment .status').textContent === trained &&
        count('.clauses li') > 5 &&
        count('#inference .line.wrong.thick') > 3
      );
    },
    phrase('en', 'experiment.done'),
  );
}

/** Whether what the reader can see of a part, states of controls included, is other than at the last call. */
const isOther = (page: Page, part: string): Promise<boolean> =>
  page.locator(`#${part}`).evaluate((section) => {
    interface Seen {
      readonly innerHTML: string;
      querySelectorAll(selector: string): Iterable<{ readonly value: string; readonly checked: boolean }>;
    }
    const { innerHTML } = section as unknown as Seen;
    const fields = [...(section as unknown as Seen).querySelectorAll('input, select')];
    const now = innerHTML + fields.map(({ value, checked }) => `${value} ${checked}`).join();
    const before = (globalThis as unknown as Window).seen;
    (globalThis as unknown as Window).seen = now;
    return now !== before;
  });

/** Operates one control by keyboard, in the way that its kind asks for. */
async function operate(page: Page, control: ElementHandle, kind: string): Promise<void> {
  await control.focus();
  if (kind === 'range') {
    await control.press('ArrowLeft');
    await control.press('ArrowRight');
    await control.press('ArrowRight');
  } else if (kind === 'number') await control.fill('3');
  else if (kind === 'radio' || kind === 'checkbox') await control.press('Space');
  else await control.press('Enter');
}

/** Pictures are drawn anew for another width, in the frame after the change. */
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');

/** Words in pictures that reach beyond the picture. */
function thatStickOut(texts: readonly unknown[]): string[] {
  interface Box {
    readonly left: number;
    readonly right: number;
  }
  interface Mark {
    readonly textContent: string;
    readonly ownerSVGElement: Mark;
    getBoundingClientRect(): Box;
  }
  return (texts as readonly Mark[])
    .filter((text) => {
      const [own, picture] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
      return own.left < picture.left - 1 || own.right > picture.right + 1;
    })
    .map(({ textContent }) => textContent);
}

function isInView(element: unknown): boolean {
  const { top, bottom } = (
    element as { getBoundingClientRect(): { top: number; bottom: number } }
  ).getBoundingClientRect();
  return top >= 0 && bottom <= (globalThis as unknown as { innerHeight: number }).innerHeight;
}

describe.skipIf(lacksBrowser)('the learn page', { timeout: 300_000 }, () => {
  let reader: Reader;
  /** A page that was read from top to bottom. */
  let read: Opened;
  beforeAll(async () => {
    reader = await Reader.start();
    read = await reader.open();
    await readThrough(read.page);
  }, 120_000);
  afterAll(() => reader.close());

  test('trains, judges and draws without a complaint or a request', async () => {
    await expect(read.page.locator('.evidence').textContent()).resolves.toContain(
      `${mistakes[0].id}: ${mistakes[0].says}`,
    );
    expect(read.complaints).toEqual([]);
  });

  test('leads from each name in the list of parts to the part, and marks it', async () => {
    const { page } = read;
    const links = await page.locator('nav a').all();
    expect(links.length).toBe(parts.length);
    for (const [i, link] of links.entries()) {
      await link.press('Enter');
      expect(await page.locator(`#${parts[i]} h2`).evaluate(isInView)).toBe(true);
      await page.waitForFunction(
        (part) =>
          (globalThis as unknown as Window).document.querySelectorAll(`nav a[aria-current][href="#${part}"]`).length ===
          1,
        parts[i],
      );
    }
    await page.locator('.skip').press('Enter');
    expect(await page.locator('h1').evaluate(isInView)).toBe(true);
  });

  test('has no control that does nothing', async () => {
    const { page, complaints } = read;
    const idle: string[] = [];
    for (const part of parts) {
      const controls = await page.locator(`#${part} :is(input, button, summary)`).elementHandles();
      for (const [i, control] of controls.entries()) {
        const kind = (await control.getAttribute('type')) ?? 'summary';
        // The chosen option cannot be chosen again, and steps have a test of their own.
        if (kind === 'radio' && (await control.isChecked())) continue;
        if ((await control.getAttribute('aria-label'))?.startsWith('One step')) continue;
        await isOther(page, part);
        await operate(page, control, kind);
        if (!(await isOther(page, part))) idle.push(`${part} ${i} ${kind}`);
      }
    }
    expect(idle).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('tells of the mistake that is chosen, and judges it', async () => {
    const { page, complaints } = read;
    await expect(page.locator('#inference option').count()).resolves.toBe(mistakes.length);
    for (const { id } of mistakes.slice(-2)) {
      await page.locator('#inference select').selectOption(id);
      await expect(page.locator('#inference .about').textContent()).resolves.toBe(phrase('en', `about.${id}` as Key));
      await page.waitForFunction(
        (wanted) =>
          (globalThis as unknown as Window).document.querySelector('.evidence').textContent.startsWith(`${wanted}:`),
        id,
      );
      for (const [press, language] of [
        ['中文', 'zh'],
        ['English', 'en'],
      ] as const) {
        await page.getByRole('button', { name: press }).press('Enter');
        expect(await page.locator('#inference .named').textContent()).toContain(phrase(language, `about.${id}` as Key));
      }
    }
    expect(complaints).toEqual([]);
  });

  test('moves by steps, forward and back, and stops there', async () => {
    const player = read.page.locator('#experiment .player');
    const place = (): Promise<string | null> => player.locator('output').textContent();
    const loss = (): Promise<string | null> => read.page.locator('#experiment .tile.with').first().textContent();
    await player.locator('input').press('End');
    expect(await place()).toBe('12 of 12');
    const last = await loss();
    await player.getByLabel('One step back').press('Enter');
    expect(await place()).toBe('11 of 12');
    expect(await loss()).not.toBe(last);
    await player.getByLabel('One step forward').press('Enter');
    await player.getByLabel('One step forward').press('Enter');
    expect(await place()).toBe('12 of 12');
    expect(await loss()).toBe(last);
  });

  test('plays by itself only where motion is welcome, and stops on request', async () => {
    const place = (page: Page): Promise<string | null> =>
      page.locator('#standardize .player input').getAttribute('aria-valuetext');
    const calm = await reader.open({ motion: 'reduce' });
    await calm.page.locator('#standardize .tiles').scrollIntoViewIfNeeded();
    await calm.page.waitForTimeout(300);
    expect(await calm.page.locator('#standardize .player .primary').textContent()).toBe('Play');
    expect(await place(calm.page)).toBe('0%');
    await calm.page.close();

    const lively = await reader.open({ motion: 'no-preference' });
    await lively.page.locator('#standardize .tiles').scrollIntoViewIfNeeded();
    const toggle = lively.page.locator('#standardize .player .primary');
    await lively.page.waitForFunction(
      () => Number((globalThis as unknown as Window).document.querySelector('#standardize .player input').value) > 0,
    );
    if ((await toggle.textContent()) === 'Stop') await toggle.press('Enter');
    expect(await toggle.textContent()).toBe('Play');
    const stopped = await place(lively.page);
    await lively.page.waitForTimeout(300);
    expect(await place(lively.page)).toBe(stopped);
    await lively.page.close();
  });

  test('does not move back where a frame began before it was asked for', async () => {
    const { page, complaints } = await reader.open({
      before: 'const ask = requestAnimationFrame; requestAnimationFrame = (then) => ask((now) => then(now - 50));',
    });
    await page.locator('#where').getByLabel('without').press('Space');
    await page.waitForTimeout(100);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('refuses what is no number, and keeps the last one', async () => {
    const { page, complaints } = await reader.open();
    const field = page.locator('#algorithm input[type=number]').first();
    const mean = (): Promise<string | null> => page.locator('#algorithm .lines tr').nth(1).locator('td').textContent();
    await field.fill('8');
    expect(await mean()).toBe('μ = 7');
    await field.fill('5000');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('alert').textContent()).toMatch(/^Not used: this must be a number from .+ to /);
    expect(await mean()).toBe('μ = 7');
    await field.fill('2');
    expect(await mean()).toBe('μ = 6');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('gives the batch back on request', async () => {
    const { page } = await reader.open();
    await page.getByRole('button', { name: 'Give x back' }).press('Enter');
    const away = await page.locator('#algorithm .tile dd').last().textContent();
    // Rounding alone: less than what the page would write as an ordinary number, or nothing.
    expect(away).toMatch(/^0$| · 10⁻/);
    await page.close();
  });

  test('changes its language by keyboard, and keeps it in the address alone', async () => {
    const { page, complaints } = await reader.open();
    const lang = (): Promise<string | null> => page.locator('html').getAttribute('lang');
    expect(await lang()).toBe('en');
    const title = await page.locator('h1').textContent();
    const chinese = page.getByRole('button', { name: '中文' });
    await chinese.focus();
    await page.keyboard.press('Enter');
    expect(await lang()).toBe('zh-CN');
    expect(await page.locator('h1').textContent()).not.toBe(title);
    expect(await chinese.getAttribute('aria-pressed')).toBe('true');
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    expect(await lang()).toBe('zh-CN');
    await page.goto(page.url().replace('lang=zh', 'lang=en'));
    await page.waitForSelector('html[data-ready]');
    expect(await lang()).toBe('en');
    expect(await page.context().storageState()).toEqual({ cookies: [], origins: [] });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([375, 1200])('fits %i pixels in both languages', async (width) => {
    const { page, complaints } = read;
    await page.setViewportSize({ width, height: 800 });
    for (const language of ['English', '中文']) {
      await page.getByRole('button', { name: language }).press('Enter');
      await drawn(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.locator('.picture text').evaluateAll(thatStickOut)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  test.each([
    { width: 375, language: 'English', colors: 'dark' },
    { width: 1200, language: '中文', colors: 'light' },
  ] as const)('satisfies axe at $width pixels in $language, $colors', async ({ width, language, colors }) => {
    const { page } = read;
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: colors });
    await page.getByRole('button', { name: language }).press('Enter');
    await drawn(page);
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
