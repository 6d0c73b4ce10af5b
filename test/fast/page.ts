/** What the page of browser.test.ts runs. */
import { digest } from './digest.ts';

interface Page {
  readonly document: { getElementById(id: string): { textContent: string } };
}

const show = (text: string): void => {
  (globalThis as unknown as Page).document.getElementById('result').textContent = text;
};

digest().then(show, (error: unknown) => show(String(error)));
