/**
 * Share of mistakes that the diagnosis names: npx tsx test/tools/diagnosis-score.ts [ID …]. Every mutant that must be
 * killed is checked by the clauses that it breaks, then diagnosed with the whole catalogue.
 */
import { idsNamed } from './mutants-asked-for.ts';
import { placeOf, scoreOf } from './scorecard/score-mutant.ts';

const wanted = process.argv.slice(2);
let [all, first] = [0, 0];
for (const id of idsNamed(wanted)) {
  const score = await scoreOf(id);
  if (score === undefined) continue;
  const { named, disguised } = score;
  for (const [how, names] of [
    ['', named],
    [', disguised', disguised],
  ] as const) {
    all += 1;
    if (placeOf(id, names) === 1) first += 1;
    else console.log(`${id}${how}: ${names.join(', ') || 'no diagnosis'}`);
  }
}
console.log(`${first} of ${all} named first`);
