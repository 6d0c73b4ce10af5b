/** Combinations of conditions: any two meet, within the claims, and the same ones each time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callOfCombination, combinations, everyPair, everyUsualPair } from '../../../spec/cases/combination.ts';
import { coveringRows } from '../../../spec/cases/covering-array.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';

const claims = resolveClaims({});

describe('a covering array', () => {
  const levels = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 6 });

  test('has a row for any two levels of any two aspects, and no other levels', () => {
    fc.assert(
      fc.property(levels, (counts) => {
        const rows = coveringRows(counts);
        for (const row of rows) expect(row.every((level, a) => level >= 0 && level < counts[a])).toBe(true);
        for (const [a, b] of counts.flatMap((_, k) => counts.slice(k + 1).map((__, l) => [k, k + 1 + l]))) {
          expect(new Set(rows.map((row) => `${row[a]},${row[b]}`)).size).toBe(counts[a] * counts[b]);
        }
      }),
    );
  });

  test('is far smaller than all combinations: some times the two largest aspects', () => {
    const counts = [11, 14, 8, 8, 7, 8, 8, 8, 2, 6, 5, 9];
    expect(coveringRows(counts).length).toBeLessThan(2 * 14 * 11);
    expect(coveringRows(counts)).toEqual(coveringRows(counts));
  });
});

const isSpecial = (value: number): boolean => !Number.isFinite(value);

test('the usual ones are as many, of the same shapes, and hold numbers only', () => {
  const [all, usual] = [everyPair(claims), everyUsualPair(claims)];
  expect(usual.map(({ s }) => s.x.shape)).toEqual(all.map(({ s }) => s.x.shape));
  expect(all.some(({ special }) => special)).toBe(true);
  for (const { s, special } of usual) {
    expect(special).toBe(false);
    const tensors = [s.x, s.dy, s.gamma, s.beta, s.runningMean, s.runningVar, s.savedMean, s.savedInvStd];
    expect(tensors.some((t) => t && valuesOf(t).some(isSpecial))).toBe(false);
    expect(valuesOf(s.runningVar).every((value) => value >= 0)).toBe(true);
  }
});

test('running statistics are given to training where the combination says so, and to nothing else', () => {
  for (const each of everyPair(claims).slice(0, 40)) {
    const { runningMean, runningVar } = callOfCombination('trainForward', each);
    expect([runningMean !== undefined, runningVar !== undefined]).toEqual([each.running, each.running]);
    expect(callOfCombination('inferForward', each)).not.toHaveProperty('runningMean');
  }
});

test('types, ranks and axes are those that are claimed', () => {
  const narrow: Claims = {
    ...claims,
    dtypes: ['float16'],
    parameterDtypes: ['float32'],
    ranks: [4],
    channelAxis: 'last',
  };
  for (const { s } of [...everyPair(narrow), ...fc.sample(combinations(narrow), 50)]) {
    expect(s.x.dtype).toBe('float16');
    expect(['float16', 'float32']).toContain(s.runningVar.dtype);
    expect([s.x.shape.length, s.axis]).toEqual([4, 3]);
  }
});
