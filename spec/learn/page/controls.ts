/** Controls for the reader: native elements, each with a label. */
import type { ActivationName } from '../network/activation.ts';
import type { Key } from '../text/phrase.ts';
import { written } from './chart.ts';
import { freshId, html } from './make-element.ts';
import { say, type View } from './view.ts';

interface Slider {
  readonly label: Key;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly get: () => number;
  readonly set: (value: number) => void;
  readonly format: (value: number) => string;
}

export function slider(view: View, { label, min, max, step, get, set, format }: Slider): HTMLElement {
  const id = freshId();
  const input = html('input', { type: 'range', id, min, max, step });
  const shown = html('output', { for: id });
  input.addEventListener('input', () => {
    set(input.valueAsNumber);
    view.update();
  });
  view.live(() => {
    input.value = String(get());
    shown.textContent = format(get());
    input.setAttribute('aria-valuetext', format(get()));
  });
  return html('div', { class: 'control slider' }, html('label', { for: id }, view.words(label)), input, shown);
}

interface Choice<T extends string> {
  readonly label: Key;
  readonly options: readonly (readonly [T, Key])[];
  readonly get: () => T;
  readonly set: (value: T) => void;
}

/** A choice of a few, side by side. */
export function choice<T extends string>(view: View, { label, options, get, set }: Choice<T>): HTMLElement {
  const name = freshId();
  const items = options.map(([value, words]) => {
    const input = html('input', { type: 'radio', name, value });
    input.addEventListener('change', () => {
      set(value);
      view.update();
    });
    view.live(() => {
      input.checked = get() === value;
    });
    return html('label', {}, input, html('span', {}, view.words(words)));
  });
  return html(
    'fieldset',
    { class: 'control choice' },
    html('legend', {}, view.words(label)),
    html('div', { class: 'segments' }, ...items),
  );
}

/** The activation of the network that a part shows. */
export function activationChoice(view: View, access: Pick<Choice<ActivationName>, 'get' | 'set'>): HTMLElement {
  return choice<ActivationName>(view, {
    label: 'common.activation',
    options: [
      ['tanh', 'common.tanh'],
      ['relu', 'common.relu'],
    ],
    ...access,
  });
}

interface Check {
  readonly label: Key;
  readonly kind?: string;
  readonly get: () => boolean;
  readonly set: (value: boolean) => void;
}

export function check(view: View, { label, kind, get, set }: Check): HTMLElement {
  const input = html('input', { type: 'checkbox' });
  input.addEventListener('change', () => {
    set(input.checked);
    view.update();
  });
  view.live(() => {
    input.checked = get();
  });
  return html('label', { class: `control check ${kind ?? ''}` }, input, html('span', {}, view.words(label)));
}

export function button(view: View, label: Key | (() => Key), press: () => void, kind = ''): HTMLButtonElement {
  const element = html('button', { type: 'button', class: `button ${kind}` }, view.words(label));
  element.addEventListener('click', () => {
    press();
    view.update();
  });
  return element;
}

interface NumberField {
  /** Its label, which only a screen reader announces. */
  readonly label: () => string;
  readonly get: () => number;
  readonly set: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly step: number | 'any';
}

/** A number that the reader types. Text that is not a number in the range is marked, changes nothing, and a sentence says why. */
export function numberField(view: View, { label, get, set, min, max, step }: NumberField): HTMLInputElement {
  const input = html('input', { type: 'number', min, max, step, inputmode: 'decimal', class: 'number' });
  const id = freshId();
  const problem = html(
    'p',
    { class: 'problem', role: 'alert', id },
    view.words(step === 1 ? 'common.whole' : 'common.number', () => ({ min: written(min), max: written(max) })),
  );
  const mark = (valid: boolean): void => {
    input.setAttribute('aria-invalid', String(!valid));
    if (valid) {
      problem.remove();
      input.removeAttribute('aria-describedby');
    } else {
      // A cell of a table is too narrow for a sentence.
      input.closest('table, .field')!.after(problem);
      input.setAttribute('aria-describedby', id);
    }
  };
  input.addEventListener('input', () => {
    const valid = input.value !== '' && input.validity.valid;
    mark(valid);
    if (!valid) return;
    set(input.valueAsNumber);
    view.update();
  });
  view.live(() => {
    input.setAttribute('aria-label', label());
    if (document.activeElement !== input || input.valueAsNumber !== get()) {
      input.value = String(get());
      mark(true);
    }
  });
  return input;
}

interface Selection<T extends string> {
  readonly label: Key;
  readonly options: readonly (readonly [T, Key])[];
  readonly get: () => T;
  readonly set: (value: T) => void;
}

/** A choice of many. */
export function selection<T extends string>(view: View, { label, options, get, set }: Selection<T>): HTMLElement {
  const id = freshId();
  const items = options.map(([value]) => html('option', { value }));
  const select = html('select', { id }, ...items);
  select.addEventListener('change', () => {
    set(select.value as T);
    view.update();
  });
  view.live(() => {
    for (const [i, [, words]] of options.entries()) items[i].textContent = say(words);
    select.value = get();
  });
  return html('div', { class: 'control selection' }, html('label', { for: id }, view.words(label)), select);
}

/** A figure with its name under it. */
export function tile(view: View, name: Key, of: () => string, kind = ''): HTMLElement {
  return html('div', { class: `tile ${kind}` }, html('dt', {}, view.words(name)), html('dd', {}, view.figure(of)));
}

export const tiles = (...items: HTMLElement[]): HTMLElement => html('dl', { class: 'tiles' }, ...items);

export const controls = (...items: HTMLElement[]): HTMLElement => html('div', { class: 'controls' }, ...items);
