/** One number against its exact value. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excess, sameValue, stored, worstOf } from '../../../spec/accuracy/judge-element.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import type { ExactTensor } from '../../../spec/terms/truth.ts';
import { dtypes, formats, roundTo } from '../../../spec/terms/dtype.ts';

const nan = Number.NaN;
const max = formats.float32.largest;

describe('the order of judgement', () => {
  test.each([
    ['NaN where NaN is right', nan, nan, 1, 0],
    ['a number where NaN is right', 3, nan, 1, Infinity],
    ['NaN where a number is right', nan, 3, Number.MAX_VALUE, Infinity],
    ['infinity where it is right', Infinity, Infinity, 1, 0],
    ['the other infinity', -Infinity, Infinity, 1, Infinity],
    ['a number where infinity is right', max, Infinity, 1, Infinity],
    ['infinity where a number is right', Infinity, 1e30, 1, Infinity],
    ['infinity where the bound reaches overflow', Infinity, max, max / 1000, 0],
    ['the wrong infinity where the bound reaches overflow', -Infinity, max, max / 1000, Infinity],
    ['either zero', -0, 0, 0, 0],
    ['another sign within the bound', -3e-8, 1e-12, 1e-7, 0.3],
    ['outside the domain anything', nan, 3, Infinity, 0],
    ['a number off by its bound', 1.5, 1, 0.5, 1],
  ])('%s', (_, actual, exact, bound, expected) => {
    expect(excess(actual, exact, 0, bound, 'float32')).toBeCloseTo(expected, 3);
  });
});

test('the low part of the exact value counts, with its sign', () => {
  expect(excess(1, 1, 2 ** -60, 2 ** -60, 'float64')).toBe(1);
  const next = 1 + 2 ** -52;
  expect(excess(next, 1, 2 ** -53, 2 ** -53, 'float64')).toBe(1);
  expect(excess(next, 1, -(2 ** -53), 2 ** -53, 'float64')).toBe(3);
});

test('an infinity is accepted from half a unit above the largest number on', () => {
  const threshold = 2 ** 128 - 2 ** 103;
  // A unit of the doubles around it, some times over: the threshold itself is computed in them.
  const unit = 2 ** 81;
  expect(excess(Infinity, threshold, 0, 0, 'float32')).toBe(0);
  expect(excess(-Infinity, -threshold, 0, 0, 'float32')).toBe(0);
  expect(excess(Infinity, threshold - unit, 0, 0, 'float32')).toBe(Infinity);
  expect(excess(Infinity, threshold - 2 * unit, 0, 2 * unit, 'float32')).toBe(0);
});

describe('the worst element', () => {
  const exact = (hi: number[], lo: number[]): ExactTensor => ({
    shape: [hi.length],
    hi: Float64Array.from(hi),
    lo: Float64Array.from(lo),
    round: () => {
      throw new Error('is not asked for');
    },
  });

  test('is the first of those that come closest, with its distance from hi and lo together', () => {
    const next = 1 + 2 ** -52;
    const actual = tensor('float64', [4], [1, next, next, 1]);
    const { excess: worst, element } = worstOf(
      actual,
      exact([1, 1, 1, 1], [0, -(2 ** -53), -(2 ** -53), 0]),
      () => 2 ** -51,
    );
    expect(worst).toBe(0.75);
    expect(element).toEqual({ index: 1, expected: 1, actual: next, error: 3 * 2 ** -53, bound: 2 ** -51 });
  });

  test('is reported even where all are right', () => {
    const { excess: worst, element } = worstOf(tensor('float32', [2], [1, 2]), exact([1, 2], [0, 0]), (i) => i + 1);
    expect([worst, element.index, element.bound]).toEqual([0, 0, 1]);
  });
});

test('the same value: NaN is NaN, and the zeros are one', () => {
  expect([sameValue(nan, nan), sameValue(0, -0), sameValue(1, 1)]).toEqual([true, true, true]);
  expect([sameValue(1, nan), sameValue(nan, 1), sameValue(1, 2)]).toEqual([false, false, false]);
});

test('what is stored in the type of the sums is not rounded again; in a narrower one it is, down to its smallest number', () => {
  expect(stored(1, 10, formats.float32, formats.float32, false)).toBe(1);
  expect(stored(1, 10, formats.float64, formats.float32, false)).toBe(1);
  const { unitRoundoff, smallest, smallestNormal } = formats.bfloat16;
  expect(stored(1, -10, formats.bfloat16, formats.float32, false)).toBe(1 + unitRoundoff * 11 + smallest);
  expect(stored(0, 0, formats.bfloat16, formats.float32, false)).toBe(smallest);
  expect(stored(0, 0, formats.bfloat16, formats.float32, true)).toBe(smallestNormal);
});

test.each(dtypes)('storage in %s opens nothing that was judged, and closes nothing that was open', (dtype) => {
  for (const accumulator of dtypes) {
    for (const exact of [nan, Infinity, -Infinity, 0, 1]) {
      expect(stored(Infinity, exact, formats[dtype], formats[accumulator], false)).toBe(Infinity);
      expect(stored(1, exact, formats[dtype], formats[accumulator], false)).toBeLessThan(Infinity);
    }
    const bound = stored(0, Infinity, formats[dtype], formats[accumulator], false);
    expect([Infinity, -Infinity, nan, 3].map((value) => excess(value, Infinity, 0, bound, dtype) <= 1)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  }
});

test('a value within its bound stays within it when it is stored, in any type', () => {
  const value = fc.double({ min: -6e4, max: 6e4, noNaN: true });
  fc.assert(
    fc.property(
      value,
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.constantFrom(...dtypes),
      (exact, error, dtype) => {
        const bound = Math.abs(error) + 1e-30;
        const actual = roundTo(dtype, exact + error);
        fc.pre(Number.isFinite(actual));
        const allowed = stored(bound, exact, formats[dtype], formats.float64, false) + 2 ** -52 * Math.abs(exact);
        expect(excess(actual, exact, 0, allowed, dtype)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 1000 },
  );
});
