/** An animation that the reader plays, stops, steps and scrubs. Where motion is to be reduced, it goes in whole steps. */
import type { Key } from '../text/phrase.ts';
import { button } from './controls.ts';
import { freshId, html } from './make-element.ts';
import { say, type View } from './view.ts';

const calm = matchMedia('(prefers-reduced-motion: reduce)');

export const reducedMotion = (): boolean => calm.matches;

interface PlayerOptions {
  readonly label: Key;
  /** The place runs from 0 to here; whole numbers are the steps. */
  readonly end: () => number;
  readonly secondsPerStep: number;
  readonly format: (place: number) => string;
  /** Whether places between steps are allowed. Default: whole steps only. */
  readonly smooth?: boolean;
}

export interface Player {
  readonly element: HTMLElement;
  /** Current place. */
  place: number;
  play(): void;
  stop(): void;
}

export function player(view: View, options: PlayerOptions): Player {
  const { label, end, secondsPerStep, format, smooth = false } = options;
  const id = freshId();
  let frame: number | undefined;
  let last = 0;
  let exact = 0;

  const scrubber = html('input', { type: 'range', id, min: 0, step: smooth ? 0.01 : 1 });
  const shown = html('output', { for: id });
  const self: Player = {
    element: html('div'),
    place: 0,
    play() {
      if (frame !== undefined) return;
      if (self.place >= end()) self.place = 0;
      exact = self.place;
      last = performance.now();
      frame = requestAnimationFrame(tick);
      view.update();
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
    },
  };

  function tick(now: number): void {
    // A frame may begin before it is requested.
    exact = Math.min(end(), exact + Math.max(0, now - last) / 1000 / secondsPerStep);
    last = now;
    const place = smooth && !reducedMotion() ? exact : Math.floor(exact + 1e-9);
    frame = exact < end() ? requestAnimationFrame(tick) : undefined;
    if (place === self.place && frame !== undefined) return;
    self.place = place;
    view.update();
  }

  const step = (by: number) => (): void => {
    self.stop();
    const next = by > 0 ? Math.floor(self.place + 1e-9) + 1 : Math.ceil(self.place - 1e-9) - 1;
    self.place = Math.min(end(), Math.max(0, next));
  };

  scrubber.addEventListener('input', () => {
    self.stop();
    self.place = scrubber.valueAsNumber;
    view.update();
  });
  view.live(() => {
    scrubber.max = String(end());
    scrubber.value = String(self.place);
    shown.textContent = format(self.place);
    scrubber.setAttribute('aria-valuetext', format(self.place));
  });

  const back = button(view, 'player.back', step(-1), 'icon');
  const forward = button(view, 'player.forward', step(1), 'icon');
  const toggle = button(
    view,
    () => (frame === undefined ? 'player.play' : 'player.stop'),
    () => (frame === undefined ? self.play() : self.stop()),
    'primary',
  );
  // The signs are pictures; the words are for screen readers.
  for (const [element, sign] of [
    [back, '‹'],
    [forward, '›'],
  ] as const) {
    const words = element.firstChild as Text;
    view.live(() => element.setAttribute('aria-label', words.data));
    element.replaceChildren(sign);
  }
  self.element.className = 'control player';
  self.element.append(toggle, back, forward, html('label', { for: id }, view.words(label)), scrubber, shown);
  view.live(() => self.element.setAttribute('aria-label', say(label)));
  self.element.setAttribute('role', 'group');
  return self;
}

/** Plays once when the element first comes into view, unless motion is to be reduced. */
export function playOnSight(element: Element, player: Player): void {
  if (reducedMotion()) return;
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      player.play();
    },
    { threshold: 0.6 },
  );
  watch.observe(element);
}
