/** Numbers in JSON, which has no NaN and no infinities: in a report these are strings. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export function jsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

export function fromJsonNumber(value: JsonNumber): number {
  return Number(value);
}
