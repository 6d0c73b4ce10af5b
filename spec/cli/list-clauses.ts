/** `bnspec clauses`: the clauses, each with the mutants that must fail it. */
import { clauses } from '../clauses/index.ts';
import type { Mistake } from '../terms/mutant.ts';

/** @param mutants - for each mutant, the clauses it breaks */
export function listClauses(mutants: readonly Pick<Mistake, 'id' | 'breaks'>[]): string {
  const lines = clauses.map(({ id, level, says }) => {
    const tested = mutants.filter(({ breaks }) => breaks.includes(id)).map((mutant) => mutant.id);
    return `${id.padEnd(8)} ${level.padEnd(6)} ${says}${tested.length > 0 ? `  [${tested.join(', ')}]` : ''}`;
  });
  return `${lines.join('\n')}\n`;
}
