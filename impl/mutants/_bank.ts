/** The wrong implementations in this folder, by id. */
import { readdirSync } from 'node:fs';
import type { Conventions } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { assuming } from './_conventions.ts';

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export const fileOf = (id: string): URL => new URL(`${id}${extension}`, import.meta.url);

export const mutantIds = (): readonly string[] =>
  readdirSync(new URL('.', import.meta.url))
    .filter((file) => /^[A-Z]{2}\d\d[a-z]?\.[jt]s$/.test(file) && file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length));

let copies = 0;

/** A mutant that remembers nothing, since some mistakes live in what is kept between calls: its module runs again. */
export const freshMutant = (id: string): Promise<Mutant> => mutantUnder(id, {});

/** Likewise. @param conventions - that it claims and follows, unless its mistake needs a claim of its own */
export async function mutantUnder(id: string, conventions: Partial<Conventions>): Promise<Mutant> {
  copies += 1;
  const url = `${fileOf(id).href}?copy=${copies}`;
  return (await assuming(conventions, () => import(url) as Promise<{ default: Mutant }>)).default;
}
