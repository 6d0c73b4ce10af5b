/** Merged blocks meet their bounds wherever they are judged: the conditions of their theorem, for every way to merge. */
import { expect, test } from 'vitest';
import { formats } from '../../../spec/terms/dtype.ts';
import { read } from '../../support/repository-files.ts';
import { anyOrder, blocks, merge, mergedNeeds, type Parts } from './merged-growth.ts';

const { largestM } = JSON.parse(read('spec/proofs/proved.json')) as { readonly largestM: Record<string, number> };

/** Blocks of four values or more, of at most a quarter of all: as the text says. */
function worstOf(u: number, m: number): number {
  const worst = anyOrder(u, m, 4, Math.floor(m / 4));
  // No number of blocks of four values has 17.
  return worst === undefined ? 0 : Math.max(...mergedNeeds(u, m, worst));
}

const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

test('bfloat16: from 16 values to the last that is judged, merged in any order', () => {
  const u = formats.bfloat16.unitRoundoff;
  expect(range(16, largestM[8]).filter((m) => !(worstOf(u, m) <= 1))).toEqual([]);
});

test('float16: the same, every 45th m', () => {
  const u = formats.float16.unitRoundoff;
  expect(range(16, largestM[11], 45).filter((m) => !(worstOf(u, m) <= 1))).toEqual([]);
});

test.each(['float32', 'float64'] as const)('%s: the same, up to 2,048 values', (dtype) => {
  const u = formats[dtype].unitRoundoff;
  expect([16, 17, 18, 31, 64, 100, 333, 1024, 2048].filter((m) => !(worstOf(u, m) <= 1))).toEqual([]);
});

test('float32: blocks of 4 to 4,096 values one after the other, and in pairs, up to the last m that is judged', () => {
  const u = formats.float32.unitRoundoff;
  for (const size of [4, 64, 4096]) {
    const block = blocks(u, size)[size];
    let [chain, pairs, m] = [block, block, size];
    for (let k = size; k + size <= largestM[24]; k += size) {
      chain = merge(u, chain, k, block, size);
      if (k + size !== 2 * m) continue;
      pairs = merge(u, pairs, m, pairs, m);
      m *= 2;
      if (m < 4 * size) continue;
      expect(Math.max(...mergedNeeds(u, m, chain))).toBeLessThanOrEqual(1);
      expect(Math.max(...mergedNeeds(u, m, pairs))).toBeLessThanOrEqual(1);
    }
    expect(m).toBeGreaterThan(largestM[24] / 4);
  }
});

test.each(['bfloat16', 'float16', 'float32'] as const)('%s: means of blocks of any two values or more', (dtype) => {
  const u = formats[dtype].unitRoundoff;
  const most = Math.min(largestM[-Math.log2(u)], 400);
  const failing = range(4, most, 7).filter(
    (m) => !(mergedNeeds(u, m, anyOrder(u, m, 2, Math.floor(m / 2)) as Parts)[0] <= 1),
  );
  expect(failing).toEqual([]);
});

test('a long block merged into a short one needs more than K', () => {
  const u = formats.float32.unitRoundoff;
  const block = blocks(u, 64);
  const [growth] = mergedNeeds(u, 68, merge(u, block[4], 4, block[64], 64));
  expect(growth).toBeGreaterThan(mergedNeeds(u, 68, merge(u, block[64], 64, block[4], 4))[0]);
  // Single values in place of blocks need a quotient by k, which is Welford’s recurrence.
  expect(mergedNeeds(u, 4, anyOrder(u, 4, 1, 1) as Parts)[0]).toBeGreaterThan(1);
});
