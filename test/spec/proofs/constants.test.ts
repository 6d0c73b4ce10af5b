/** The constants of the theorems, as Coq computes them, are those of the bounds: code and theorem cannot part. */
import { expect, test } from 'vitest';
import { constantK, elementwiseK, updateK } from '../../../spec/accuracy/grade.ts';
import { dtypes, formats } from '../../../spec/terms/dtype.ts';
import { read } from '../../support/repository-files.ts';

const proved = JSON.parse(read('spec/proofs/proved.json')) as {
  readonly K: Readonly<Record<string, number>>;
  readonly largestM: Readonly<Record<string, number>>;
  readonly elementwiseK: number;
  readonly updateK: number;
};

test('K', () => {
  const counts = Object.keys(proved.K).map(Number);
  expect(counts.length).toBeGreaterThan(10);
  expect(proved.K).toEqual(Object.fromEntries(counts.map((m) => [m, constantK(m, 'any-order')])));
  expect([proved.elementwiseK, proved.updateK]).toEqual([elementwiseK, updateK]);
});

test('the README lists the largest m of each type', () => {
  const rows = [...read('spec/proofs/README.md').matchAll(/^\| (\w+) \| (\d+) \|$/gm)];
  const listed = Object.fromEntries(rows.map(([, dtype, m]) => [dtype, Number(m)]));
  const computed = dtypes.map((dtype) => [dtype, proved.largestM[-Math.log2(formats[dtype].unitRoundoff)]]);
  expect(listed).toEqual(Object.fromEntries(computed));
});
