/** The files of the proofs, in the order in which they are compiled, and what is stated in them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const proofsFolder: string = fileURLToPath(new URL('.', import.meta.url));

/** Each needs only files before it. */
export const files = [
  'rounding',
  'sum',
  'fused_sum',
  'any_rounding',
  'constants',
  'moments',
  'mean',
  'similar_values',
  'variance_two_pass',
  'variance_one_pass',
  'inverse_std',
  'output',
  'running',
  'gradient_sums',
  'training',
  'dx',
  'recurrence',
  'recurrence_mean',
  'recurrence_steps',
  'recurrence_variance',
  'joined',
  'given',
  'running_rows',
  'merged_mean',
  'merged_variance',
  'merged_blocks',
  'storage',
  'formats',
  'underflow',
] as const;

export const sourceOf = (file: string): string => readFileSync(join(proofsFolder, `${file}.v`), 'utf8');

/** Names of theorems; lemmas, on which they rest, are not listed. */
export const statements = (file: string): string[] =>
  [...sourceOf(file).matchAll(/^Theorem (\w+)/gm)].map(([, name]) => name);

/** A change of a source shows, even where there is no Coq. */
export const sourceHashes = (): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file, createHash('sha256').update(sourceOf(file)).digest('hex')]));
