/** Program of the pages of browser.test.ts: with #threads, an engine with threads, where the page may have them. */
import { Engine } from '../../../impl/fast/index.ts';
import { digest, residentDigest } from './digest.ts';

interface Page {
  readonly document: { getElementById(id: string): { textContent: string } };
  readonly location: { readonly hash: string };
}

async function digestOfThreads(): Promise<string> {
  const engine = new Engine({ threads: 2 });
  await engine.ready();
  try {
    return residentDigest(engine);
  } finally {
    engine.close();
  }
}

const { document, location } = globalThis as unknown as Page;
const show = (text: string): void => {
  document.getElementById('result').textContent = text;
};

(location.hash === '#threads' ? digestOfThreads() : digest()).then(show, (error: unknown) => show(String(error)));
