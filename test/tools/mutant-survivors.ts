/**
 * Which wrong implementations slip through, seed by seed: npx tsx test/tools/mutant-survivors.ts [SEEDS] [ID …].
 * Default: 20 seeds, every mutant that must be killed, all clauses, the default number of cases.
 */
import { idsNamed } from './mutants-asked-for.ts';
import { survivedSeeds } from './scorecard/survivors-by-seed.ts';

const [count = '20', ...wanted] = process.argv.slice(2);
let killed = 0;
for (const id of idsNamed(wanted)) {
  const survived = await survivedSeeds(id, Number(count));
  if (survived === undefined) continue;
  if (survived.length === 0) killed += 1;
  else console.log(`${id} survives seeds ${survived.join(', ')}`);
}
console.log(`${killed} mutants killed with every one of ${count} seeds`);
