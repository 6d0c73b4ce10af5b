/** Opens the learn page in Chromium, from a file, and takes down whatever goes wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright';
import { page as source } from '../../../spec/learn/page.html.ts';
import { launch } from '../report/browser.ts';

export interface Look {
  readonly width: number;
  readonly language: 'en-US' | 'zh-CN';
  readonly colors: 'light' | 'dark';
  readonly motion: 'no-preference' | 'reduce';
  /** A script that runs before those of the page. */
  readonly before?: string;
}

export const usual: Look = { width: 1200, language: 'en-US', colors: 'light', motion: 'reduce' };

export interface Opened {
  readonly page: Page;
  /** Errors on the console, uncaught errors, and requests for anything but the page. */
  readonly complaints: string[];
}

export class Reader {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #url: string;

  private constructor(browser: Browser) {
    this.#browser = browser;
    this.#folder = mkdtempSync(join(tmpdir(), 'learn-'));
    const file = join(this.#folder, 'learn.html');
    writeFileSync(file, source);
    this.#url = pathToFileURL(file).href;
  }

  static async start(): Promise<Reader> {
    return new Reader(await launch());
  }

  async open(look: Partial<Look> = {}): Promise<Opened> {
    const { width, language, colors, motion, before } = { ...usual, ...look };
    const page = await this.#browser.newPage({
      viewport: { width, height: 800 },
      locale: language,
      colorScheme: colors,
      reducedMotion: motion,
    });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      // The address may say the language.
      if (url.split('?')[0] !== this.#url && !/^(blob|data):/.test(url)) complaints.push(`request ${url}`);
    });
    if (before !== undefined) await page.addInitScript(before);
    await page.goto(this.#url);
    await page.waitForSelector('html[data-ready]');
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true });
  }
}
