/** The rounding test: never wrong, and exact arithmetic is asked only where the bound leaves a doubt. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, multiply, negate, one, rational, subtract, type Rational } from '../../../reference/exact/rational.ts';
import { nearest } from '../../../reference/exact/round.ts';
import { surd, type Exact } from '../../../reference/exact/surd.ts';
import { decisions, round } from '../../../reference/oracle/rounding-decision.ts';
import { approximation } from '../../../reference/oracle/exact-tensors.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { anyDtype, boundary, moderate } from '../support/rounding-prone-doubles.ts';

fc.configureGlobal({ seed: 1 });

const power = (e: number): Rational => ({ n: 1n, d: 1n, e });
const either = fc.constantFrom(1, -1);

/** Rounds, and says whether exact arithmetic was asked; the counters must say the same. */
function decided(...[dtype, h, lo, bound, exact]: Parameters<typeof round>): { rounded: number; asked: boolean } {
  const before = { ...decisions };
  let asked = 0;
  const rounded = round(dtype, h, lo, bound, () => {
    asked++;
    return exact();
  });
  expect(decisions).toEqual({ rounded: before.rounded + 1, exact: before.exact + asked });
  return { rounded, asked: asked > 0 };
}

const never = (): Exact => {
  throw new Error('exact arithmetic was asked without need');
};

describe('a value beside a boundary', () => {
  test('rounds as the exact value does, with exact arithmetic only for a hair', () => {
    fc.assert(
      fc.property(boundary, either, either, fc.integer({ min: 1, max: 150 }), ({ dtype, at }, sign, side, k) => {
        // 2⁻ᵏ of half a place away.
        const value = multiply(rational(sign), add(at, multiply(rational(side), power(at.e - k))));
        const { hi, lo, bound } = approximation(surd(value));
        const { rounded, asked } = decided(dtype, hi, lo, bound, () => surd(value));
        expect(rounded).toBe(nearest(dtype, surd(value)));
        // For a narrower type the double itself determines the side; for float64 the second double does, to 100 bits.
        const apart = at.n.toString(2).length + k;
        // Overflow is always decided exactly.
        const known = bound < Infinity && Number.isFinite(rounded);
        if (known && apart < (dtype === 'float64' ? 100 : 52)) expect(asked).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('goes to the even neighbour where it is a tie, by exact arithmetic', () => {
    fc.assert(
      fc.property(boundary, either, ({ dtype, at }, sign) => {
        const value = surd(multiply(rational(sign), at));
        const { hi, lo, bound } = approximation(value);
        const { rounded, asked } = decided(dtype, hi, lo, bound, () => value);
        expect(rounded).toBe(nearest(dtype, value));
        // Where the lower of two doubles is subnormal, their sum is rounded to the even neighbour as it stands.
        if (Math.abs(hi) > 2 ** -900) expect(asked).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('what is known to a bound and rounds without exact arithmetic rounds so at both ends of it', () => {
  const share = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((n) => n / 2 ** 30);
  let sure = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        moderate.map((h) => [h, fc.sample(anyDtype, { numRuns: 1, seed: Math.trunc(h * 1e6) })[0]] as const),
        boundary.map(({ value, dtype }) => [value, dtype] as const),
      ),
      share,
      fc.integer({ min: 20, max: 120 }),
      ([h, dtype], part, k) => {
        fc.pre(Math.abs(h) > 2 ** -900 && Math.abs(h) < 2 ** 900);
        const lo = part * 2 ** -54 * Math.abs(h);
        const bound = Math.abs(h) * 2 ** -k;
        const { rounded, asked } = decided(dtype, h, lo, bound, () => surd(rational(h)));
        if (asked) return;
        sure++;
        for (const end of [rational(bound), negate(rational(bound))]) {
          expect(nearest(dtype, surd(add(add(rational(h), rational(lo)), end)))).toBe(rounded);
        }
      },
    ),
    { numRuns: 3000 },
  );
  expect(sure).toBeGreaterThan(1000);
});

test('below a power of two the doubles lie half as far apart as above', () => {
  const known = (h: number, lo: number): boolean => !decided('float64', h, lo, 2 ** -110, () => 1).asked;
  for (const sign of [1, -1]) {
    expect(known(sign, sign * 0.9 * 2 ** -53)).toBe(true);
    expect(known(sign, sign * 1.1 * 2 ** -53)).toBe(false);
    expect(known(sign, -sign * 0.9 * 2 ** -54)).toBe(true);
    expect(known(sign, -sign * 1.1 * 2 ** -54)).toBe(false);
  }
});

describe.each(dtypes)('%s', (dtype) => {
  test('a value of the type needs no exact arithmetic up to a bound of 2⁻⁵⁵', () => {
    for (const h of [1, -1.5, 2]) {
      expect(round(dtype, h, 0, 2 ** -55 * Math.abs(h), never)).toBe(h);
      expect(round(dtype, h, 0, 0, never)).toBe(h);
      expect(() => round(dtype, h, 0, 2 ** -20 * Math.abs(h), never)).toThrow('without need');
    }
  });

  test('an exact zero has no sign', () => {
    expect(round(dtype, -0, 0, 0, never)).toBe(0);
    expect(round(dtype, 0, 0, 0, never)).toBe(0);
  });

  test('a value that is not known at all is decided exactly', () => {
    const value = surd(subtract(one, power(-60)));
    expect(decided(dtype, 7, 0, Infinity, () => value)).toEqual({ rounded: nearest(dtype, value), asked: true });
    expect(decided(dtype, NaN, 0, Infinity, () => NaN)).toEqual({ rounded: NaN, asked: true });
  });
});
