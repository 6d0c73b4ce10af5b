/** The side of the worker: takes the code, runs it in a scope without a way out, and answers once. */
import { confine } from '../confine.ts';
import { quickCheck } from '../quick-check.ts';

/** Time for judging, in milliseconds. The diagnosis comes after it, and the page ends everything after 5 s. */
const judging = 2500;

/** Functions of the scope that only the worker itself may still call. */
interface Kept {
  readonly post: (answer: string) => void;
  readonly runScript: (address: string) => void;
  /** Only a blob of its own may be run by a worker of a page from disk. */
  readonly addressOf: (code: string) => string;
}

export function serve(): void {
  const { Blob, URL, postMessage, importScripts } = globalThis as unknown as {
    Blob: typeof globalThis.Blob;
    URL: typeof globalThis.URL;
    postMessage: (answer: string) => void;
    importScripts: (address: string) => void;
  };
  const createObjectURL = URL.createObjectURL.bind(URL);
  const kept: Kept = {
    post: postMessage.bind(globalThis),
    runScript: importScripts.bind(globalThis),
    addressOf: (code) => createObjectURL(new Blob([code], { type: 'text/javascript' })),
  };
  addEventListener('message', ({ data }: MessageEvent<string>) => void answer(data, kept), { once: true });
  confine(globalThis);
}

async function answer(code: string, { post, runScript, addressOf }: Kept): Promise<void> {
  const say = (message: string): void => post(JSON.stringify({ message }));
  let exported: unknown;
  try {
    ({ default: exported } = (await import(addressOf(code))) as { default?: unknown });
  } catch (error) {
    if (!(error instanceof SyntaxError)) return say(sentenceOf(error));
    const script = addressOf(asScript(code));
    setTimeout(() => {
      // This throws the same error, and only one that nobody catches has its line.
      runScript(script);
      say(sentenceOf(error));
    });
    return;
  }
  try {
    const end = performance.now() + judging;
    const report = await quickCheck(exported, () => performance.now() > end);
    post(JSON.stringify({ report }));
  } catch (error) {
    say(sentenceOf(error));
  }
}

/** A module as a script in which each line is the same line. */
const asScript = (code: string): string => `'use strict'; ${code.replace(/^export default /m, 'void ')}`;

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : `The code threw ${String(error)}.`;
