/** A problem with bytes that came over the wire or from a file. */

export class WireError extends Error {
  override readonly name = 'WireError';
}

/** A foreign value on one short line: quoted, escaped, and cut. */
export function show(value: unknown, limit = 80): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}
