/** The whole run: minutes to an hour. `npx tsx test/tools/toy-formats/generate.ts [space…]`; others keep what was found before. */
import { existsSync, writeFileSync } from 'node:fs';
import { type Found, foundBefore, foundIn, markdownOf, placeOf } from './shares-file.ts';
import { spaces } from './spaces.ts';

const asked = process.argv.slice(2);
const found = new Map<string, Found>(
  existsSync(placeOf('shares.json')) ? foundBefore().map((one) => [one.name, one]) : [],
);
for (const { name, says, study } of spaces) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const shares = study(1);
  if (shares.violation !== undefined) throw new Error(`"${name}": ${shares.violation}`);
  found.set(name, foundIn(name, says, shares));
  // After each, since the next may take long.
  const listed = spaces.flatMap((space) => found.get(space.name) ?? []);
  writeFileSync(placeOf('shares.json'), `${JSON.stringify(listed, undefined, 2)}\n`);
  writeFileSync(placeOf('SHARES.md'), markdownOf(listed));
  process.stdout.write(`${name}: ${shares.judged} values\n`);
}
