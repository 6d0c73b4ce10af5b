/** Welford's recurrence meets its bounds wherever it is judged: the conditions of its theorems, for every m. */
import { expect, test } from 'vitest';
import { formats } from '../../../spec/terms/dtype.ts';
import { read } from '../../support/repository-files.ts';
import { growths, growthsOfMany, needs, reach, steps } from './recurrence-growth.ts';

const proved = JSON.parse(read('spec/proofs/proved.json')) as { readonly largestM: Readonly<Record<string, number>> };
const judged = (u: number): number => proved.largestM[-Math.log2(u)];

test('in closed form up to as many values as the README lists', () => {
  const rows = [...read('spec/proofs/README.md').matchAll(/^\| (\w+) \| \d+ \| (\d+) \|$/gm)];
  expect(rows.map(([, dtype]) => dtype)).toEqual(['bfloat16', 'float16', 'float32']);
  for (const [, dtype, listed] of rows) {
    const u = formats[dtype as 'float32'].unitRoundoff;
    const growth = growths(u, Math.min(judged(u), 5_000_000));
    const mean = growthsOfMany(u, growth).map((many, m) => Math.min(many, growth[m]));
    expect(reach(needs(u, growth, mean))).toBe(Number(listed));
  }
});

test.each(['bfloat16', 'float16'] as const)('%s: step by step up to the last m that is judged', (dtype) => {
  const u = formats[dtype].unitRoundoff;
  const growth = growths(u, judged(u));
  const grown = steps(u, judged(u), 64).map((each, m) => Math.min(each, growth[m]));
  expect(reach(needs(u, grown))).toBe(judged(u));
});

test('float64: in closed form up to 2²² values', () => {
  const u = formats.float64.unitRoundoff;
  const most = 2 ** 22;
  expect(reach(needs(u, growths(u, most)))).toBe(most);
});
