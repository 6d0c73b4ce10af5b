/** Which mutants somebody asks a tool for. */
import { aliases } from '../../impl/mutants/_aliases.ts';
import { mutantIds } from '../../impl/mutants/_bank.ts';

/** @param beginnings - of ids or of former ids: a family, a row or a variant. None: all mutants */
export function idsNamed(beginnings: readonly string[]): readonly string[] {
  const begins = (id: string): boolean => beginnings.some((beginning) => id.startsWith(beginning));
  const former = new Set(Object.entries(aliases).flatMap(([before, id]) => (begins(before) ? [id] : [])));
  return mutantIds().filter((id) => beginnings.length === 0 || begins(id) || former.has(id));
}
