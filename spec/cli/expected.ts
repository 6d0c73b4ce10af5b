/** Reads a known-failures file and rejects entries that cannot be intended. */
import { z } from 'zod';
import { clauses } from '../clauses/index.ts';
import type { KnownFailure } from '../check/known-failures.ts';
import { globToRegExp } from '../check/selection.ts';
import { readJson } from '../wire/foreign-json.ts';
import { WireError } from '../wire/wire-error.ts';
import { UsageError } from './errors.ts';
import { readInput } from './read-input.ts';

const list = z.array(
  z.strictObject({
    clause: z.string().min(1),
    reason: z.string().trim().min(10, 'expected a reason of at least 10 characters'),
    thread: z.url({ protocol: /^https?$/, error: 'expected a web address' }).optional(),
  }),
);

/** @param chosen - the clauses that will be judged: entries about others are left out */
export function readKnownFailures(file: string, chosen: readonly { readonly id: string }[]): readonly KnownFailure[] {
  const { success, data, error } = list.safeParse(parse(file));
  if (!success) {
    const [{ path, message }] = error.issues;
    throw new UsageError(`"${file}"${path.map((key) => `[${JSON.stringify(key)}]`).join('')}: ${message}`);
  }
  for (const [i, { clause }] of data.entries()) {
    if (!matches(clause, clauses)) throw new UsageError(`"${file}"[${i}]: no clause matches "${clause}"`);
  }
  return data.filter(({ clause }) => matches(clause, chosen));
}

/** Room for a reason of a thousand characters for each clause, several times over. */
const mostBytes = 2 ** 20;

function parse(file: string): unknown {
  try {
    return readJson(readInput(file, mostBytes), { bytes: mostBytes, name: `"${file}"` });
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(error.message);
    throw error;
  }
}

function matches(glob: string, among: readonly { readonly id: string }[]): boolean {
  const pattern = globToRegExp(glob);
  return among.some(({ id }) => pattern.test(id));
}
