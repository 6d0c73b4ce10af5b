/** Reads a known-failures file and rejects entries that cannot be intended. */
import { z } from 'zod';
import { clauses } from '../clauses/index.ts';
import type { KnownFailure } from '../check/known-failures.ts';
import { globToRegExp } from '../check/clause-patterns-and-replay-tokens.ts';
import { readJson } from '../wire/untrusted-json.ts';
import { expectationAt } from '../wire/schema-error-text.ts';
import { show, WireError } from '../wire/wire-error.ts';
import { UsageError } from './errors.ts';
import { readInput } from './read-input.ts';

const list = z.array(
  z.strictObject({
    clause: z.string().min(1),
    reason: z.string().trim().min(10, 'expected a reason of at least 10 characters'),
    thread: z.url({ protocol: /^https?$/, error: 'expected a web address' }).optional(),
  }),
);

type Judged = readonly { readonly id: string }[];

/** @param chosen - the clauses that will be judged: entries about others are left out */
export const readKnownFailures = (file: string, chosen: Judged): readonly KnownFailure[] =>
  knownFailuresIn(parse(file), file, chosen);

/** @param name - of the list, in messages */
export function knownFailuresIn(given: unknown, name: string, chosen: Judged): readonly KnownFailure[] {
  const { success, data, error } = list.safeParse(given);
  if (!success) throw new UsageError(expectationAt(name, given, error));
  for (const [i, { clause }] of data.entries()) {
    if (!matches(clause, clauses)) throw new UsageError(`"${name}"[${i}]: no clause matches ${show(clause)}`);
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

function matches(glob: string, among: Judged): boolean {
  const pattern = globToRegExp(glob);
  return among.some(({ id }) => pattern.test(id));
}
