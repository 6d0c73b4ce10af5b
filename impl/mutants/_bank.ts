/** The wrong implementations in this folder, by id. */
import { readdirSync } from 'node:fs';
import type { Mutant } from '../../spec/terms/mutant.ts';

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export const fileOf = (id: string): URL => new URL(`${id}${extension}`, import.meta.url);

export const mutantIds = (): readonly string[] =>
  readdirSync(new URL('.', import.meta.url))
    .filter((file) => /^[A-Z]{2}\d\d[a-z]?\.[jt]s$/.test(file) && file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length));

let copies = 0;

/** A mutant that remembers nothing, since some mistakes live in what is kept between calls: its module runs again. */
export async function freshMutant(id: string): Promise<Mutant> {
  copies += 1;
  return ((await import(`${fileOf(id).href}?copy=${copies}`)) as { default: Mutant }).default;
}
