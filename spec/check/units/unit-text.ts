/** A result as a line of JSON, and back. One result gives the same bytes. */

/** JSON has no negative zero, and in these fields it matters. */
const numbers: ReadonlySet<string> = new Set(['expected', 'actual', 'error', 'bound', 'K']);
const negativeZero = '-0';

export const toLine = (value: unknown): string =>
  JSON.stringify(value, (key, each: unknown) => (numbers.has(key) && Object.is(each, -0) ? negativeZero : each));

/** @throws SyntaxError where the text is no JSON */
export const fromLine = (line: string): unknown =>
  JSON.parse(line, (key, each: unknown) => (numbers.has(key) && each === negativeZero ? -0 : each));
