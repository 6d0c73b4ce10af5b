/** A part of the page that is alive: pieces of it that follow its state, the language and the width. */
import { type Figures, type Key, languages, type Language, phrase } from '../text/phrase.ts';
import { html, svg } from './make-element.ts';

let language: Language = 'en';
const views: View[] = [];

export const currentLanguage = (): Language => language;

/** Switches everything on the page to this language. Nothing is stored; the address keeps it. */
export function speak(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = languages[chosen].tag;
  for (const view of views) view.update();
}

export const say = (key: Key, figures?: Figures): string => phrase(language, key, figures);

export class View {
  readonly #pieces: (() => void)[] = [];

  constructor() {
    views.push(this);
  }

  /** Runs now and at every update. */
  live(piece: () => void): void {
    this.#pieces.push(piece);
  }

  /** Shows the state as it is now. */
  update(): void {
    for (const piece of this.#pieces) piece();
  }

  /** Words that follow the language, with figures that follow the state. */
  words(key: Key | (() => Key), figures?: () => Figures): Text {
    const node = document.createTextNode('');
    this.live(() => {
      node.data = say(typeof key === 'string' ? key : key(), figures?.());
    });
    return node;
  }

  /** Text that the state decides. */
  figure(of: () => string): Text {
    const node = document.createTextNode('');
    this.live(() => {
      node.data = of();
    });
    return node;
  }

  paragraph(key: Key | (() => Key), figures?: () => Figures, kind?: string): HTMLParagraphElement {
    return html('p', { class: kind }, this.words(key, figures));
  }

  label(element: Element, attribute: string, of: () => string): void {
    this.live(() => element.setAttribute(attribute, of()));
  }

  /**
   * A picture that is drawn again at every update and when its width changes.
   * @param label - for screen readers, in place of the picture
   */
  picture(label: () => string, draw: (canvas: Canvas) => void): SVGSVGElement {
    const element = svg('svg', { role: 'img', class: 'picture' });
    let width = 0;
    const paint = (): void => {
      if (width === 0) return;
      const canvas = new Canvas(width);
      draw(canvas);
      element.setAttribute('viewBox', `0 0 ${width} ${canvas.height}`);
      element.setAttribute('height', String(canvas.height));
      element.setAttribute('aria-label', label());
      element.replaceChildren(...canvas.marks);
    };
    new ResizeObserver(([{ contentRect }]) => {
      const measured = Math.round(contentRect.width);
      if (measured === width) return;
      width = measured;
      paint();
    }).observe(element);
    this.live(paint);
    return element;
  }
}

/** Size of a picture in pixels. */
export class Canvas {
  readonly width: number;
  height = 200;
  readonly marks: SVGElement[] = [];

  constructor(width: number) {
    this.width = width;
  }

  add(...marks: SVGElement[]): void {
    this.marks.push(...marks);
  }
}
