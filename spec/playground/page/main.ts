/** The playground, or, where there is no document, its worker. */
import { codeIn, fragmentOf } from '../share.ts';
import { templates } from '../templates.ts';
import type { Answer } from '../answer.ts';
import { runCode } from './run-code.ts';
import { markupOf, statusOf, toneOf } from './show-answer.ts';
import { serve } from './worker.ts';

/** Rest of the keyboard, in milliseconds, after which what was typed is checked. */
const pause = 500;

const find = (id: string): HTMLElement => document.querySelector<HTMLElement>(`#${id}`)!;

class Playground {
  readonly #code = find('code') as HTMLTextAreaElement;
  readonly #template = find('template') as HTMLSelectElement;
  readonly #status = find('status');
  readonly #result = find('result');
  readonly #link = find('link') as HTMLInputElement;
  /** Code that came with a link runs only when its reader asks for it. */
  #asked = true;
  #stop = (): void => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    this.#code.addEventListener('input', () => this.#typed());
    this.#template.addEventListener('change', () => this.#choose());
    find('check').addEventListener('click', () => {
      this.#asked = true;
      this.#check();
    });
    find('share').addEventListener('click', () => void this.#share());
    addEventListener('hashchange', () => void this.#open());
    await this.#open();
    document.documentElement.dataset['ready'] = 'yes';
  }

  /** Shows the code in the address, which somebody sent, or else the chosen template. */
  async #open(): Promise<void> {
    const shared = await codeIn(location.hash);
    if (shared === undefined) return this.#choose();
    this.#rest();
    this.#asked = false;
    this.#code.value = shared;
    this.#template.value = '';
    this.#say('This code came with the link. Nothing of it has run. Read it, then press Check.', 'note');
    this.#result.replaceChildren();
  }

  #choose(): void {
    const template = templates.find(({ id }) => id === this.#template.value) ?? templates[0];
    this.#template.value = template.id;
    this.#code.value = template.code;
    this.#asked = true;
    this.#check();
  }

  #typed(): void {
    find('shared').hidden = true;
    clearTimeout(this.#timer);
    if (this.#asked) this.#timer = setTimeout(() => this.#check(), pause);
  }

  /** Ends what runs or is about to. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#stop();
    this.#result.removeAttribute('aria-busy');
  }

  #check(): void {
    this.#rest();
    find('shared').hidden = true;
    this.#say('Checking …', 'none');
    this.#result.setAttribute('aria-busy', 'true');
    this.#stop = runCode(this.#code.value, (answer) => this.#show(answer));
  }

  #show(answer: Answer): void {
    this.#result.removeAttribute('aria-busy');
    try {
      // Markup escapes every value, and the policy of the page runs no script but its own.
      this.#result.innerHTML = markupOf(answer).source;
      this.#say(statusOf(answer), toneOf(answer));
    } catch {
      this.#result.replaceChildren();
      this.#say('The worker answered with a report that cannot be read.', 'note');
    }
  }

  #say(words: string, tone: string): void {
    this.#status.textContent = words;
    this.#status.dataset['tone'] = tone;
  }

  async #share(): Promise<void> {
    const note = find('share-note');
    find('shared').hidden = false;
    try {
      const published = document.body.dataset['address'];
      const fromDisk = location.protocol === 'file:';
      const [page] = fromDisk && published ? [published] : location.href.split('#');
      this.#link.value = page + (await fragmentOf(this.#code.value));
      this.#link.select();
      note.textContent =
        fromDisk && !published ? 'This page was opened from disk: the link works on this machine only.' : '';
      await navigator.clipboard?.writeText(this.#link.value).then(
        () => (note.textContent += ' Copied.'),
        // The link is selected, and can be copied by hand.
        () => undefined,
      );
    } catch (error) {
      this.#link.value = '';
      note.textContent = (error as Error).message;
    }
  }
}

if (typeof document === 'undefined') serve();
else void new Playground().start();
