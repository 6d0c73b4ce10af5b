/** Reads a known-failures file and rejects entries that cannot be intended. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { clauses } from '../clauses/index.ts';
import type { KnownFailure } from '../check/known-failures.ts';
import { globToRegExp } from '../check/glob.ts';
import { UsageError } from './usage-error.ts';

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

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`"${file}" expected JSON: ${(error as Error).message.replaceAll('\n', ' ')}`);
  }
}

function matches(glob: string, among: readonly { readonly id: string }[]): boolean {
  const pattern = globToRegExp(glob);
  return among.some(({ id }) => pattern.test(id));
}
