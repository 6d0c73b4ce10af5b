/** `bnspec clauses`: the requirements that run, with the wrong implementations that each must object to. */
import { clauses } from '../clauses/index.ts';

/** @param mutants - which mutant breaks which clauses */
export function listClauses(mutants: readonly { readonly id: string; readonly breaks: readonly string[] }[]): string {
  const lines = clauses.map(({ id, level, says }) => {
    const tested = mutants.filter(({ breaks }) => breaks.includes(id)).map((mutant) => mutant.id);
    return `${id.padEnd(8)} ${level.padEnd(6)} ${says}${tested.length > 0 ? `  [${tested.join(', ')}]` : ''}`;
  });
  return `${lines.join('\n')}\n`;
}
