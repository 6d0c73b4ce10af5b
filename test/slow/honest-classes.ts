/**
 * No false alarm, and how much room the bounds leave: npx tsx test/slow/honest-classes.ts [CALLS] [SEED].
 * Default: 200,000 calls for each class of honest arithmetic, seed 1.
 */
import { studyHonestClasses } from '../honest/study.ts';

const [runs = '200000', seed = '1'] = process.argv.slice(2);
const records = studyHonestClasses(Number(runs), Number(seed), (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} calls`);
});

const largest = (values: Partial<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, K]) => `${name} ${(K ?? 0).toPrecision(3)}`)
    .join(', ');

for (const { name, grade, cases, violations, small, large } of records) {
  console.log(`${name} (${grade}): ${violations} violations in ${cases} calls`);
  console.log(`  largest K, m <= 16: ${largest(small)}`);
  console.log(`  largest K, m > 16:  ${largest(large)}`);
}
const used: Record<string, number> = {};
for (const record of records) {
  for (const [key, share] of Object.entries(record.used)) used[key] = Math.max(used[key] ?? 0, share);
}
console.log(`largest share of the bound that any class uses, m <= 16: ${largest(used)}`);
process.exitCode = records.some(({ violations }) => violations > 0) ? 1 : 0;
