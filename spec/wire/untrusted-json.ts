/**
 * Untrusted JSON: checked for size, depth and duplicate keys before it is used. JSON.parse silently takes the last of
 * two equal keys, so that two readers could disagree, and the code after it overflows the stack where arrays are nested
 * thousands deep.
 */
import { show, WireError } from './wire-error.ts';

/** Nothing that is read here is nested deeper than six. */
export const mostDepth = 32;

export interface Expected {
  /** Name of the text in messages: `header`, `"claims"`, a file's name. */
  readonly name: string;
  /** Limit on its size, in bytes of UTF-8. */
  readonly bytes: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Takes no more of the call stack for deep text than for flat text, and time in proportion to its length.
 *
 * @throws WireError with a name and a description of the problem, on one line
 */
export function readJson(given: Uint8Array | string, { name, bytes }: Expected): unknown {
  const fail = (problem: string): never => {
    throw new WireError(`${name} ${problem}`);
  };
  const length = typeof given === 'string' ? Buffer.byteLength(given) : given.length;
  if (length > bytes) return fail(`expected at most ${bytes} bytes of JSON, got ${length}`);
  let text: string;
  try {
    text = typeof given === 'string' ? given : utf8.decode(given);
  } catch {
    return fail('expected JSON in UTF-8, got bytes that are none');
  }
  const { deep, twice } = structureOf(text);
  if (deep) return fail(`expected JSON that nests at most ${mostDepth} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(`expected JSON: ${reasonOf(error)}`);
  }
  return twice === undefined ? value : fail(`has the key ${show(twice)} twice`);
}

/**
 * The parser quotes the offending text, whatever it is. Where newer versions of Node add line and column, they are left out:
 * reports quote this, and are the same on all versions.
 */
const reasonOf = (error: unknown): string =>
  (error as Error).message
    .replace(/ \(line \d+ column \d+\)$/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);

interface Structure {
  /** Deeper than allowed; scanning stopped there. */
  readonly deep: boolean;
  /** The first duplicate key of an object. */
  readonly twice: string | undefined;
}

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, colon] = [code('"'), code('\\'), code(':')];
const [openObject, openArray, closeObject, closeArray] = [code('{'), code('['), code('}'), code(']')];

/** Scans any text, JSON or not. */
function structureOf(text: string): Structure {
  /** The keys of each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  let twice: string | undefined;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote: {
        const end = endOfString(text, i);
        string = text.slice(i, end);
        i = end - 1;
        break;
      }
      case openObject:
      case openArray:
        if (open.length === mostDepth) return { deep: true, twice };
        open.push(text.charCodeAt(i) === openObject ? new Set() : undefined);
        break;
      case closeObject:
      case closeArray:
        open.pop();
        break;
      case colon: {
        const keys = open.at(-1);
        const key = meaningOf(string);
        if (keys?.has(key)) twice ??= key;
        keys?.add(key);
        break;
      }
    }
  }
  return { deep: false, twice };
}

/** Index after the closing quote of the string; the end of the text where there is none. */
function endOfString(text: string, begin: number): number {
  for (let i = begin + 1; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === quote) return i + 1;
    if (character === backslash) i++;
  }
  return text.length;
}

/** Different escapes can spell the same key. Invalid strings are left for the parser to report. */
function meaningOf(string: string): string {
  if (!string.includes('\\')) return string.slice(1, -1);
  try {
    return JSON.parse(string) as string;
  } catch {
    return string;
  }
}
