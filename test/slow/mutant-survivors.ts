/**
 * Which wrong implementations slip through, seed by seed: npx tsx test/slow/mutant-survivors.ts [SEEDS] [ID …].
 * Default: 20 seeds, every mutant that must be killed, all clauses, the default number of cases.
 */
import type { Clause } from '../../spec/clause.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { defaultRuns } from '../../spec/command/check.ts';
import { freshMutant, mutantIds } from '../mutants/bank.ts';
import { objectionOf, sessionOf } from '../mutants/objects.ts';

const [count = '20', ...wanted] = process.argv.slice(2);
const seeds = Array.from({ length: Number(count) }, (_, k) => k + 1);
const required = clauses.filter(({ level }) => level === 'MUST');

/** The first clause that objects; the ones that the mutant names are asked first. */
async function killer(id: string, seed: number): Promise<Clause | undefined> {
  const { breaks, implementation } = await freshMutant(id);
  const session = sessionOf(implementation);
  const named = (clause: Clause): boolean => breaks.includes(clause.id);
  for (const clause of required.toSorted((a, b) => Number(named(b)) - Number(named(a)))) {
    if ((await objectionOf(clause, session, seed, defaultRuns)) !== undefined) return clause;
  }
  return undefined;
}

const ids = mutantIds.filter((id) => wanted.length === 0 || wanted.some((prefix) => id.startsWith(prefix)));
let killed = 0;
for (const id of ids) {
  if ((await freshMutant(id)).owed !== 'kill') continue;
  const survived: number[] = [];
  for (const seed of seeds) {
    if ((await killer(id, seed)) === undefined) survived.push(seed);
    // A mutant that nothing sees costs a whole check per seed: three are enough to know.
    if (survived.length === 3 && seed === seeds[2]) break;
  }
  if (survived.length === 0) killed += 1;
  else console.log(`${id} survives ${survived.length === 3 ? 'every seed tried' : `seeds ${survived.join(', ')}`}`);
}
console.log(`${killed} mutants killed with every one of ${seeds.length} seeds`);
