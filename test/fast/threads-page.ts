/** What the pages of threads-browser.test.ts run: an engine with threads, where the page may have them. */
import { Engine } from '../../impl/fast/index.ts';
import { residentDigest } from './digest.ts';

interface Page {
  readonly document: { getElementById(id: string): { textContent: string } };
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

const show = (text: string): void => {
  (globalThis as unknown as Page).document.getElementById('result').textContent = text;
};

digestOfThreads().then(show, (error: unknown) => show(String(error)));
