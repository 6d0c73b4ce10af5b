/** Debian's Chromium, for pages that must work in a real browser. Tests are skipped where it is absent, visibly. */
import { spawnSync } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright';
import { required } from '../wire/peers.ts';

const executable = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

export const lacksBrowser: boolean = executable === undefined && !required;

export function launch(): Promise<Browser> {
  const path = spawnSync('which', [executable ?? 'chromium'])
    .stdout.toString()
    .trim();
  return chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
}

export interface Visit {
  readonly page: Page;
  /** Messages of the console and errors of the page: there must be none. */
  readonly complaints: readonly string[];
  /** Requests for anything but the page itself. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

export interface VisitOptions {
  readonly width?: number;
  readonly dark?: boolean;
}

/** @param path - of the file, opened from disk */
export async function visit(
  browser: Browser,
  path: string,
  { width = 1280, dark = false }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    // A blob is made by the page itself.
    if (!/^(?:data|blob):/.test(request.url()) && request.url() !== `file://${path}`) requests.push(request.url());
  });
  await page.goto(`file://${path}`);
  return { page, complaints, requests, close: () => context.close() };
}
