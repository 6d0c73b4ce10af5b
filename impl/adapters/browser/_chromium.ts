/**
 * Opens a page in Chromium, runs a bundled module there, and passes calls on to it. Changed inputs and shared memory
 * could be observed only inside the page and are not: tensors are copied on the way.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Implementation, StatedClaims, Tensor } from '../../../spec/terms/contract.ts';
import { Rejected, Unsupported } from '../../../spec/terms/refusals.ts';
import { bytesOf } from '../../../spec/terms/tensor.ts';
import type { Packed, Page } from './_in-page.ts';

/** The part of playwright-core that is used here, so that the project type-checks without it. */
interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: readonly string[] }): Promise<PlaywrightBrowser>;
  };
}
interface PlaywrightBrowser {
  newPage(): Promise<PlaywrightPage>;
  version(): string;
  close(): Promise<void>;
}
interface PlaywrightPage {
  route(url: string, handle: (route: { fulfill(answer: object): Promise<void> }) => Promise<void>): Promise<void>;
  goto(url: string): Promise<unknown>;
  addScriptTag(options: { content: string }): Promise<unknown>;
  waitForFunction(expression: string): Promise<unknown>;
  evaluate<T>(run: string | ((argument: never) => T | Promise<T>), argument?: unknown): Promise<T>;
}

export interface PageOptions {
  /** Path beside this file. */
  readonly entry: string;
  /** The part after # in the page's address. */
  readonly hash?: string;
  readonly flags?: readonly string[];
  readonly name: string;
}

/** A page of this host counts as secure, which WebGPU requires; nothing is fetched from anywhere. */
const address = 'http://localhost/';

export async function inChromium({ entry, hash = '', flags = [], name }: PageOptions): Promise<Implementation> {
  const { chromium } = await playwright();
  const executablePath = process.env['BNSPEC_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...flags] });
  const page = await browser.newPage();
  await page.route(`${address}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(`${address}#${hash}`);
  await page.addScriptTag({ content: await bundled(entry) });
  await page.waitForFunction('globalThis.bnspec !== undefined || globalThis.failure !== undefined');
  const failure = await page.evaluate<string | undefined>('globalThis.failure');
  if (failure !== undefined) throw new Error(`the page could not start: ${failure}`);
  const hello = await page.evaluate<Page['hello']>('globalThis.bnspec.hello');

  const call = async (operation: string, given: object): Promise<object> => {
    const packed = Object.entries(given).map(([key, value]) => [key, isTensor(value) ? pack(value) : value] as const);
    const answer = await page.evaluate<Record<string, unknown>>(
      ([operation, call]: [string, Record<string, unknown>]) =>
        (globalThis as unknown as { bnspec: Page }).bnspec.call(operation, call),
      [operation, Object.fromEntries(packed)],
    );
    if (answer['thrown']) throw rethrown(answer['thrown'] as Error);
    return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, unpack(value as Packed)]));
  };
  return {
    name,
    version: `${hello.version ?? ownVersion()} (Chromium ${browser.version().split('.')[0]})`,
    ...(hello.claims !== undefined && { claims: hello.claims as StatedClaims }),
    ...Object.fromEntries(hello.operations.map((operation) => [operation, (given: object) => call(operation, given)])),
    close: () => browser.close(),
  };
}

async function playwright(): Promise<Playwright> {
  const name = 'playwright-core';
  try {
    return (await import(name)) as Playwright;
  } catch (error) {
    throw new Error('install the peers by npm ci --prefix impl/adapters/browser', { cause: error });
  }
}

async function bundled(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ['iife'], name: 'page' },
    },
  });
  const [{ output }] = (Array.isArray(built) ? built : [built]) as unknown as { output: { code: string }[] }[];
  return output[0].code;
}

/** Version of this project, for an implementation that has no version of its own. */
function ownVersion(): string {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

const isTensor = (value: unknown): value is Tensor => typeof value === 'object' && value !== null && 'data' in value;

const pack = (t: Tensor): Packed => ({
  dtype: t.dtype,
  shape: t.shape,
  base64: Buffer.from(bytesOf(t)).toString('base64'),
});

function unpack({ dtype, shape, base64 }: Packed): Tensor {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const view = { float32: Float32Array, float64: Float64Array, float16: Uint16Array, bfloat16: Uint16Array }[dtype];
  return { dtype, shape, data: new view(bytes.buffer) };
}

function rethrown({ name, message }: Error): Error {
  if (name === 'Rejected') return new Rejected(message);
  if (name === 'Unsupported') return new Unsupported(message);
  return new Error(message);
}
