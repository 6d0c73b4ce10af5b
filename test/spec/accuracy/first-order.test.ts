/** The theorems of BN-12, to first order, on few values; and the constants of a recurrence. */
import { expect, test } from 'vitest';
import { constantK } from '../../../spec/accuracy/grade.ts';
import { recurrence } from '../../tools/honest/forms.ts';
import { boundsHold, dataOf, worst } from './first-order.ts';

boundsHold([1, 2, 3, 5].flatMap(dataOf));

test('Welford’s mean needs m - 1 roundings and twice the harmonic number, where all lies in the first value', () => {
  for (const m of [2, 3, 5, 8, 13]) {
    let harmonic = 0;
    for (let k = 1; k < m; k++) harmonic += 1 / k;
    const first = [1, ...Array.from<number>({ length: m - 1 }).fill(0)];
    const { mean = [] } = worst((r) => ({ mean: [recurrence(first, r).mean] }));
    expect((m * mean[0]) / (m - 1 + 2 * harmonic)).toBeCloseTo(1, 5);
  }
});

test('K covers m - 1 and twice the harmonic number of m - 1 for every m', () => {
  let harmonic = 0;
  for (let m = 1; m <= 2 ** 20; m++) {
    const K = constantK(m, 'any-order');
    if (!(K >= m - 1 + 2 * harmonic && Number.isInteger(K))) expect.fail(`m = ${m}: ${K}`);
    harmonic += 1 / m;
  }
  expect([2, 3, 4, 7].map((m) => constantK(m, 'any-order'))).toEqual([6, 7, 8, 11]);
});
