/** Correct rounding, from exact values to each element type. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certify, fromBits, nearest } from '../../../reference/exact/round.ts';
import { add, compare, negate, rational, type Rational } from '../../../reference/exact/rational.ts';
import { surd } from '../../../reference/exact/surd.ts';
import { bitsOf, formats, roundTo } from '../../../spec/terms/dtype.ts';
import { anyDtype, boundary, finiteDouble } from '../support/rounding-prone-doubles.ts';

fc.configureGlobal({ seed: 1 });

const tiny: Rational = { n: 1n, d: 1n, e: -5000 };
const above = (t: Rational): Rational => add(t, tiny);
const below = (t: Rational): Rational => add(t, negate(tiny));

describe('a value is rounded once', () => {
  test('float32: 1 + 2⁻²⁴ and the least bit more goes up, as Math.fround of a double cannot know', () => {
    const half = add(rational(1), rational(2 ** -24));
    expect(nearest('float32', surd(above(half)))).toBe(1.0000001192092896);
    expect(nearest('float32', surd(half))).toBe(1);
    expect(nearest('float32', surd(below(half)))).toBe(1);
    expect(Math.fround(1 + 2 ** -24 + 1e-34)).toBe(1);
  });

  test('bfloat16: 1 + 2⁻⁸ + 2⁻³⁰ goes up, as a detour through float32 cannot know', () => {
    const value = [1, 2 ** -8, 2 ** -30].map(rational).reduce(add);
    expect(nearest('bfloat16', surd(value))).toBe(1 + 2 ** -7);
    expect(nearest('float16', surd([1, 2 ** -11, 2 ** -60].map(rational).reduce(add)))).toBe(1 + 2 ** -10);
    expect(nearest('float64', surd([1, 2 ** -53, 2 ** -200].map(rational).reduce(add)))).toBe(1 + 2 ** -52);
  });
});

describe('every boundary of every type', () => {
  test('goes to the even neighbour, and one hair beside it to the nearer one', () => {
    fc.assert(
      fc.property(boundary, fc.boolean(), ({ dtype, k, at }, negative) => {
        const signed = (t: Rational): Rational => (negative ? negate(t) : t);
        const expected = (place: bigint): number => (negative ? -fromBits(dtype, place) : fromBits(dtype, place));
        expect(nearest(dtype, surd(signed(at)))).toBe(expected(k % 2n === 0n ? k : k + 1n));
        expect(nearest(dtype, surd(signed(below(at))))).toBe(expected(k));
        expect(nearest(dtype, surd(signed(above(at))))).toBe(expected(k + 1n));
      }),
      { numRuns: 500, examples: [[infinityBoundary(), false]] },
    );
  });

  function infinityBoundary(): { dtype: 'float32'; k: bigint; value: number; at: Rational } {
    const k = bitsOf('float32', formats.float32.largest);
    return { dtype: 'float32', k, value: formats.float32.largest, at: { n: 2n ** 25n - 1n, d: 1n, e: 103 } };
  }
});

test('any estimate leads to the same value', () => {
  fc.assert(
    fc.property(anyDtype, finiteDouble, fc.double(), (dtype, x, estimate) => {
      expect(nearest(dtype, surd(rational(x)), estimate)).toBe(nearest(dtype, surd(rational(x))));
    }),
  );
});

test('doubles round as the shared vocabulary rounds them', () => {
  fc.assert(
    fc.property(anyDtype, finiteDouble, fc.integer({ min: -160, max: 20 }), (dtype, x, e) => {
      const value = x === 0 ? 0 : (x / 2 ** Math.floor(Math.log2(Math.abs(x)))) * 2 ** e;
      fc.pre(Number.isFinite(value));
      expect(nearest(dtype, surd(rational(value)))).toBe(value === 0 ? 0 : roundTo(dtype, value));
    }),
    { numRuns: 2000 },
  );
});

test('halfway cases in double round as the shared vocabulary rounds them', () => {
  fc.assert(
    fc.property(boundary, ({ dtype, at }) => {
      fc.pre(dtype !== 'float64');
      const value = Number(at.n) * 2 ** at.e;
      expect(roundTo(dtype, value)).toBe(nearest(dtype, surd(at)));
    }),
    { numRuns: 1000 },
  );
});

test('zero is positive when exact, and keeps its sign when something was lost', () => {
  expect(nearest('float32', surd(rational(-0)))).toBe(0);
  expect(nearest('float32', surd(negate(tiny)))).toBe(-0);
  expect(nearest('float64', surd(tiny))).toBe(0);
});

test('a square root is decided by its square', () => {
  // 1/√w next to 1 + 2⁻²⁴, the boundary above 1 in float32.
  const t = 1n + 2n ** 24n;
  const root = (n: bigint, d: bigint): ReturnType<typeof surd> => ({
    p: rational(0),
    q: rational(1),
    w: { n, d, e: 0 },
  });
  expect(nearest('float32', root(2n ** 48n, t * t))).toBe(1);
  expect(nearest('float32', root(2n ** 48n * 2n ** 400n - 1n, t * t * 2n ** 400n))).toBe(1 + 2 ** -23);
  expect(nearest('float32', root(2n ** 48n * 2n ** 400n + 1n, t * t * 2n ** 400n))).toBe(1);
});

test('a certificate encloses the value between the boundaries of the result', () => {
  fc.assert(
    fc.property(anyDtype, finiteDouble, (dtype, x) => {
      const value = rational(x);
      const { rounded, lower, upper } = certify(dtype, surd(value));
      expect(rounded).toBe(nearest(dtype, surd(value)));
      expect(lower ? compare(value, lower.boundary) : 1).toBe(lower?.sign ?? 1);
      expect(upper ? compare(value, upper.boundary) : -1).toBe(upper?.sign ?? -1);
      expect(lower?.sign ?? 1).toBeGreaterThanOrEqual(0);
      expect(upper?.sign ?? -1).toBeLessThanOrEqual(0);
      expect([lower === undefined, upper === undefined]).toEqual([rounded === -Infinity, rounded === Infinity]);
    }),
    {
      examples: [
        ['float32', 1e300],
        ['float16', -1e6],
        ['float64', 0],
        ['bfloat16', 1 + 2 ** -8],
      ],
    },
  );
});
