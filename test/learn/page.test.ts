/** The page in Chromium: it runs without complaint, every control does something, and it is fit to read for everyone. */
import axe, { type AxeResults } from 'axe-core';
import type { ElementHandle, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mistakes } from '../../spec/learn/lessons/mistakes.ts';
import { required } from '../wire/peers.ts';
import { installed, type Look, Reader } from './open-page.ts';

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

/** Brings each part into view, and waits until what starts there is done. */
async function readThrough(page: Page): Promise<void> {
  for (const part of parts) await page.locator(`#${part}`).scrollIntoViewIfNeeded();
  await page.locator('#inference .panel').last().scrollIntoViewIfNeeded();
  await settled(page);
}

/** The experiment is trained, the mistake is judged, and both networks of part 8 have been drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const scope = globalThis as unknown as { document: { querySelectorAll(selector: string): ArrayLike<unknown> } };
    const count = (selector: string): number => scope.document.querySelectorAll(selector).length;
    return (
      count('#experiment [aria-valuetext^="12"]') === 1 &&
      count('#experiment .status') === 1 &&
      count('.clauses li') > 5 &&
      count('#inference .line.wrong.thick') > 3
    );
  });
}

/** Everything that the reader can see of a part, states of controls included. */
const seen = (page: Page, part: string): Promise<string> =>
  page.locator(`#${part}`).evaluate((section) => {
    interface Seen {
      readonly innerHTML: string;
      querySelectorAll(selector: string): Iterable<{ readonly value: string; readonly checked: boolean }>;
    }
    const { innerHTML } = section as unknown as Seen;
    const fields = [...(section as unknown as Seen).querySelectorAll('input, select')];
    return innerHTML + fields.map(({ value, checked }) => `${value} ${checked}`).join();
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

describe.skipIf(installed === undefined && !required)('the learn page', { timeout: 300_000 }, () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await Reader.start();
  });
  afterAll(() => reader.close());

  it('should train, judge and draw without a complaint or a request', async () => {
    const { page, complaints } = await reader.open();
    await readThrough(page);
    expect(complaints).toEqual([]);
    await expect(page.locator('#experiment .status').textContent()).resolves.toContain('trained');
    await expect(page.locator('.evidence').textContent()).resolves.toContain(`${mistakes[0].id}: ${mistakes[0].says}`);
    await page.close();
  });

  it('should have no control that does nothing', async () => {
    const { page, complaints } = await reader.open();
    await readThrough(page);
    const idle: string[] = [];
    for (const part of parts) {
      const controls = await page.locator(`#${part} :is(input, button, summary)`).elementHandles();
      for (const [i, control] of controls.entries()) {
        const kind = (await control.getAttribute('type')) ?? 'summary';
        const chosen = kind === 'radio' && (await control.isChecked());
        const before = await seen(page, part);
        await operate(page, control, kind);
        // What is chosen already cannot be chosen, and at an end there is no further step.
        const atEnd = (await control.getAttribute('aria-label'))?.startsWith('One step') ?? false;
        if (!chosen && !atEnd && (await seen(page, part)) === before) idle.push(`${part} ${i} ${kind}`);
      }
    }
    expect(idle).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('should judge another mistake when it is chosen', async () => {
    const { page, complaints } = await reader.open();
    await readThrough(page);
    for (const { id } of mistakes.filter((_, i) => i % 6 === 5)) {
      await page.locator('#inference select').selectOption(id);
      await page.waitForFunction((wanted) => {
        const scope = globalThis as unknown as {
          document: { querySelector(selector: string): { textContent: string } };
        };
        return scope.document.querySelector('.evidence').textContent.startsWith(`${wanted}:`);
      }, id);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('should move by steps, forward and back, and stop there', async () => {
    const { page } = await reader.open();
    await readThrough(page);
    const place = (): Promise<string | null> => page.locator('#experiment .player output').textContent();
    expect(await place()).toBe('12 of 12');
    await page.locator('#experiment .player').getByLabel('One step back').press('Enter');
    expect(await place()).toBe('11 of 12');
    const loss = await page.locator('#experiment .tile.with').first().textContent();
    await page.locator('#experiment .player').getByLabel('One step forward').press('Enter');
    expect(await place()).toBe('12 of 12');
    expect(await page.locator('#experiment .tile.with').first().textContent()).not.toBe(loss);
    await page.close();
  });

  it('should play by itself only where motion is welcome, and stop when told', async () => {
    const place = (page: Page): Promise<string | null> =>
      page.locator('#standardize .player input').getAttribute('aria-valuetext');
    const calm = await reader.open({ motion: 'reduce' });
    await calm.page.locator('#standardize .panel').scrollIntoViewIfNeeded();
    await calm.page.waitForTimeout(500);
    expect(await place(calm.page)).toBe('0%');
    await calm.page.close();

    const lively = await reader.open({ motion: 'no-preference' });
    await lively.page.locator('#standardize .tiles').scrollIntoViewIfNeeded();
    const toggle = lively.page.locator('#standardize .player .primary');
    await lively.page.waitForFunction(() => {
      const scope = globalThis as unknown as {
        document: { querySelector(selector: string): { value: string } };
      };
      return Number(scope.document.querySelector('#standardize .player input').value) > 0;
    });
    if ((await toggle.textContent()) === 'Stop') await toggle.press('Enter');
    expect(await toggle.textContent()).toBe('Play');
    const stopped = await place(lively.page);
    await lively.page.waitForTimeout(300);
    expect(await place(lively.page)).toBe(stopped);
    await lively.page.close();
  });

  it('should refuse what is no number, and keep the last one', async () => {
    const { page, complaints } = await reader.open();
    const field = page.locator('#algorithm input[type=number]').first();
    const mean = (): Promise<string | null> => page.locator('#algorithm .lines tr').nth(1).locator('td').textContent();
    await field.fill('8');
    expect(await mean()).toBe('μ = 7');
    await field.fill('5000');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await mean()).toBe('μ = 7');
    await field.fill('2');
    expect(await mean()).toBe('μ = 6');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('should give the batch back on request', async () => {
    const { page } = await reader.open();
    await page.getByRole('button', { name: 'Give x back' }).press('Enter');
    const away = await page.locator('#algorithm .tile dd').last().textContent();
    // Rounding alone: less than what the page would write as an ordinary number, or nothing.
    expect(away).toMatch(/^0$| · 10⁻/);
    await page.close();
  });

  it('should change its language by keyboard, and forget it', async () => {
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
    expect(await lang()).toBe('en');
    expect(await page.context().storageState()).toEqual({ cookies: [], origins: [] });
    expect(complaints).toEqual([]);
    await page.close();
  });

  const looks: readonly Pick<Look, 'width' | 'language' | 'colors'>[] = [
    { width: 375, language: 'en-US', colors: 'dark' },
    { width: 375, language: 'zh-CN', colors: 'light' },
    { width: 1200, language: 'en-US', colors: 'light' },
    { width: 1200, language: 'zh-CN', colors: 'dark' },
  ];

  it.each(looks)('should fit $width pixels and satisfy axe in $language, $colors', async (look) => {
    const { page, complaints } = await reader.open(look);
    await readThrough(page);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(look.width);
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
