/** `bnspec clauses`: the clauses, each with the mutants that must fail it. */
import { clauses } from '../clauses/index.ts';
import type { Mistake } from '../terms/mutant.ts';

type Mutants = readonly Pick<Mistake, 'id' | 'breaks'>[];

const testing = (id: string, mutants: Mutants): string[] =>
  mutants.filter(({ breaks }) => breaks.includes(id)).map((mutant) => mutant.id);

/** @param mutants - for each mutant, the clauses it breaks */
export const clausesAsJson = (mutants: Mutants): string => {
  const list = clauses.map(({ id, level, says }) => ({ id, level, says, mutants: testing(id, mutants) }));
  return `${JSON.stringify(list, null, 2)}\n`;
};

/** @param mutants - as above */
export function listClauses(mutants: Mutants): string {
  const lines = clauses.map(({ id, level, says }) => {
    const tested = testing(id, mutants);
    return `${id.padEnd(8)} ${level.padEnd(6)} ${says}${tested.length > 0 ? `  [${tested.join(', ')}]` : ''}`;
  });
  return `${lines.join('\n')}\n`;
}
