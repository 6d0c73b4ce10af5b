/**
 * JSON that somebody else wrote: what they wrote is bounded before it is believed, and says one thing only. JSON.parse takes
 * the last of two equal keys in silence, so that two readers could disagree, and what follows it falls over where arrays
 * lie thousands deep in each other.
 */
import { show, WireError } from './wire-error.ts';

/** Nothing that is read here goes deeper than six. */
export const mostDepth = 32;

export interface Expected {
  /** What messages call it: `header`, `"claims"`, a file's name. */
  readonly name: string;
  /** Most bytes of its text in UTF-8. */
  readonly bytes: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Takes no more of the call stack for deep text than for flat text, and time in proportion to its length.
 *
 * @throws WireError that names it and says what is wrong, on one line
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

/** The parser quotes what it stumbled over, whatever that is. */
const reasonOf = (error: unknown): string => (error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 200);

interface Structure {
  /** Deeper than allowed; it was looked at only so far. */
  readonly deep: boolean;
  /** The first key that one object has twice. */
  readonly twice: string | undefined;
}

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, colon] = [code('"'), code('\\'), code(':')];
const [openObject, openArray, closeObject, closeArray] = [code('{'), code('['), code('}'), code(']')];

/** Of any text, JSON or not. */
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

/** Behind the quote that closes the string; the end of the text where nothing does. */
function endOfString(text: string, begin: number): number {
  for (let i = begin + 1; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === quote) return i + 1;
    if (character === backslash) i++;
  }
  return text.length;
}

/** Escapes make one key out of different texts. What is no string is left for the parser to name. */
function meaningOf(string: string): string {
  if (!string.includes('\\')) return string.slice(1, -1);
  try {
    return JSON.parse(string) as string;
  } catch {
    return string;
  }
}
