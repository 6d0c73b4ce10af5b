/** The wrong implementations in impl/mutants, each fresh from its file: what one test did must not reach the next. */
import { readdirSync } from 'node:fs';
import type { Mutant } from '../../spec/terms/mutant.ts';

const folder = new URL('../../impl/mutants/', import.meta.url);

export const mutantIds: readonly string[] = readdirSync(folder)
  .filter((file) => /^[A-Z]{2}\d\d[a-z]?\.ts$/.test(file))
  .map((file) => file.slice(0, -'.ts'.length));

export const fileOf = (id: string): URL => new URL(`${id}.ts`, folder);

let copies = 0;

/** A mutant that remembers nothing: its module runs again. */
export async function freshMutant(id: string): Promise<Mutant> {
  copies += 1;
  return ((await import(`${fileOf(id).href}?copy=${copies}`)) as { default: Mutant }).default;
}
