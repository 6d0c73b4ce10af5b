/** One number against its exact value. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excess, stored } from '../../spec/accuracy/judge.ts';
import { dtypes, formats, roundTo } from '../../spec/terms/dtype.ts';

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

test('the low part of the exact value counts', () => {
  expect(excess(1, 1, 2 ** -60, 2 ** -60, 'float64')).toBe(1);
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
        const allowed = stored(bound, exact, dtype, 'float64', false) + 2 ** -52 * Math.abs(exact);
        expect(excess(actual, exact, 0, allowed, dtype)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 1000 },
  );
});
