/** A value that foreign code threw, in words. It may have thrown anything, and reading it may throw again. */
import { show } from './wire-error.ts';

export interface Thrown {
  /** Undefined where it is no error at all. */
  readonly name: string | undefined;
  readonly message: string;
  /** `Name: message` and where it comes from, or what was thrown instead of an error. */
  readonly description: string;
}

/** Characters of a message. Its end is kept: that is where a nested error says what happened. */
const mostMessage = 16_384;
const mostFrames = 4;

/** Frames of the suite's own code say nothing about the module, and none of them comes before the module's. */
const ours = /[/\\]spec[/\\](wire|cli|check)[/\\][\w/\\-]+\.[jt]s:/;

export function thrownBy(value: unknown): Thrown {
  if (!isA(value, Error)) return { name: undefined, message: '', description: `threw ${show(value)}` };
  const name = textIn(value, 'name');
  const message = textIn(value, 'message');
  const stack = textIn(value, 'stack').slice(-2 * mostMessage);
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const end = frames.findIndex((frame) => ours.test(frame));
  const own = frames.slice(0, end < 0 ? mostFrames : Math.min(end, mostFrames));
  return { name, message, description: [`${name}: ${message}`, ...own].join('\n') };
}

/** On one line, without the place, to stand after "throws". */
export function briefly(value: unknown): string {
  const [line] = thrownBy(value).description.split(/\n\s+at /);
  return line.replace(/^threw /, '').replaceAll(/\s+/g, ' ');
}

/** `instanceof`, which a proxy may answer with a throw of its own. */
export function isA<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}

function textIn(error: Error, field: 'name' | 'message' | 'stack'): string {
  let value: unknown;
  try {
    value = error[field];
  } catch {
    return `(reading its ${field} throws)`;
  }
  if (typeof value !== 'string') return show(value);
  return value.length <= mostMessage || field === 'stack' ? value : `…${value.slice(-mostMessage)}`;
}
