/** A problem with bytes that came over the wire or from a file. */

export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Any value on one short line, however it was made: quoted, escaped, and cut. Never throws. */
export function show(value: unknown, limit = 80): string {
  const text = textOf(value).replaceAll(lineBreaks, escaped);
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}

/** Those that JSON leaves as they are. */
const lineBreaks = /[\u0085\u2028\u2029]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return `${value}n`;
    case 'function':
      return 'a function';
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'object':
      try {
        return JSON.stringify(value) ?? 'an object';
      } catch {
        // Circular, deeper than the stack, or with a getter that throws.
        return 'an object that cannot be shown as JSON';
      }
    case 'string':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}
