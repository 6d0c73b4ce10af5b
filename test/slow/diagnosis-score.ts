/**
 * How often the diagnosis names the mistake: npx tsx test/slow/diagnosis-score.ts [ID …].
 * Every mutant that must be killed is checked by the clauses that it breaks, then diagnosed with the whole bank.
 */
import { scoreOf } from '../scorecard/mutants.ts';
import { mutantIds } from '../mutants/bank.ts';

const wanted = process.argv.slice(2);
const ids = mutantIds.filter((id) => wanted.length === 0 || wanted.some((prefix) => id.startsWith(prefix)));
let [all, first, among] = [0, 0, 0];
for (const id of ids) {
  const score = await scoreOf(id);
  if (score === undefined) continue;
  all += 1;
  if (score.place === 1) first += 1;
  if (score.place !== undefined) among += 1;
  if (score.place !== 1) console.log(`${id}: ${score.named.join(', ') || 'no diagnosis'}`);
}
console.log(`${first} of ${all} named first, ${among} among the first three`);
