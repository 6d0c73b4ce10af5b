/** The constants of a channel: as near as the proof needs, and safe exactly where double-double arithmetic is. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleOf } from '../../../reference/exact/channel-outputs.ts';
import {
  absolute,
  add,
  compare,
  multiply,
  rational,
  square,
  subtract,
  zero,
  type Rational,
} from '../../../reference/exact/rational.ts';
import {
  factor,
  joined,
  pair,
  safeProduct,
  spreadOf,
  times,
  triple,
} from '../../../reference/oracle/channel-constants.ts';
import type { Range } from '../../../reference/oracle/channel-sums.ts';

fc.configureGlobal({ seed: 1 });

const power = (e: number): Rational => ({ n: 1n, d: 1n, e });
const total = (...terms: number[]): Rational => terms.map(rational).reduce(add);
const within = (a: Rational, b: Rational, bound: Rational): void =>
  expect(compare(absolute(subtract(a, b)), bound)).toBeLessThanOrEqual(0);

const long = fc.tuple(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), fc.bigInt({ min: 1n, max: 2n ** 70n }));
const short = fc.tuple(fc.bigInt({ min: -(2n ** 140n), max: 2n ** 140n }), fc.constantFrom(1n, 3n, 4n));
const quotient = fc
  .tuple(fc.oneof(long, short), fc.integer({ min: -700, max: 400 }))
  .map(([[n, d], e]): Rational => ({ n, d, e }));

describe('three doubles', () => {
  test('are each the nearest to what is left, and leave no more than they say: nothing where they hold the value', () => {
    fc.assert(
      fc.property(quotient, (value) => {
        const { a, b, c, left } = triple(value);
        const rest = subtract(value, total(a));
        within(rest, zero, multiply(power(-53), absolute(value)));
        within(subtract(rest, total(b)), zero, multiply(power(-53), absolute(rest)));
        within(value, total(a, b, c), rational(left));
        expect(left === 0).toBe(compare(value, total(a, b, c)) === 0);
        expect([0, Math.abs(a) * 2 ** -157]).toContain(left);
      }),
      { numRuns: 500 },
    );
  });

  test('hold any sum of three doubles that do not overlap', () => {
    const part = fc.integer({ min: 2 ** 51, max: 2 ** 52 });
    fc.assert(
      fc.property(part, part, part, fc.boolean(), (i, j, k, negative) => {
        const side = negative ? -1 : 1;
        const terms = [i, side * j * 2 ** -60, k * 2 ** -120];
        expect(triple(total(...terms))).toEqual({ a: terms[0], b: terms[1], c: terms[2], left: 0 });
      }),
    );
  });
});

describe('two doubles', () => {
  test('are within 2⁻¹⁰⁵ of a quotient', () => {
    fc.assert(
      fc.property(quotient, (value) => {
        const { a, b } = pair(value);
        within(value, total(a, b), multiply(power(-105), absolute(value)));
        expect(a + b).toBe(a);
      }),
      { numRuns: 500 },
    );
  });

  test('are within 2⁻¹⁰⁵ of γ·r', () => {
    const size = fc.double({ min: 2 ** -60, max: 2 ** 60, noNaN: true });
    const positive = quotient.map((value) => add(absolute(value), power(-40)));
    fc.assert(
      fc.property(
        positive,
        fc.oneof(
          fc.constant(0),
          size,
          size.map((value) => -value),
        ),
        (variance, gamma) => {
          const scale = scaleOf(variance, rational(1e-5));
          const { a, b, safe } = factor(scale, rational(gamma));
          expect(safe).toBe(true);
          const found = total(a, b);
          expect(Math.sign(a)).toBe(Math.sign(gamma));
          // |f²w - γ²| ≤ (2 + 2⁻¹⁰⁵)·2⁻¹⁰⁵·γ² where f is within 2⁻¹⁰⁵ of γ/√w.
          const wanted = square(rational(gamma));
          within(multiply(square(found), scale.w), wanted, multiply(add(power(-104), power(-210)), wanted));
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('two doubles are safe where they are zero or between 2⁻⁹⁰⁰ and 2⁹⁰⁰, and nowhere else', () => {
  expect(pair(zero).safe).toBe(true);
  for (const side of [1n, -1n]) {
    const at = (e: number): boolean => pair({ n: side, d: 1n, e }).safe;
    expect([-5000, -1100, -1050, -900, 900, 1023, 1024, 5000].some(at)).toBe(false);
    expect([-899, 0, 899].every(at)).toBe(true);
  }
});

/** Multiples of 2^unit of at most 2^20 units, and a centre. */
const values = fc.array(fc.integer({ min: -(2 ** 20), max: 2 ** 20 }), { minLength: 1, maxLength: 6 });
const unit = fc.integer({ min: -400, max: 400 });

function rangeOf(xs: readonly number[], e: number): Range {
  const largest = Math.max(...xs.map(Math.abs));
  return { finite: true, highest: largest === 0 ? -1022 : Math.floor(Math.log2(largest)) + e, unit: e };
}

describe('the spread of x - μ', () => {
  const mean = fc.oneof(
    fc.constant(zero),
    fc
      .tuple(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.integer({ min: 1, max: 5000 }), unit)
      .map(([n, d, e]): Rational => ({ n, d: BigInt(d), e })),
  );

  test('holds every difference that is not zero', () => {
    fc.assert(
      fc.property(values, unit, mean, (xs, e, centre) => {
        const { low, high } = spreadOf(rangeOf(xs, e), centre);
        for (const x of xs) {
          const distance = absolute(subtract(multiply(rational(x), power(e)), centre));
          if (distance.n === 0n) continue;
          expect(compare(distance, power(low))).toBeGreaterThanOrEqual(0);
          expect(compare(distance, power(high + 1))).toBeLessThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('is no wider than 32 times what the values and the mean of few need', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 20), max: 2 ** 20 }), unit, unit, (x, e, distance) => {
        fc.pre(x !== 0);
        // One unit away from x, or far beside it.
        const value = multiply(rational(x), power(e));
        const near = add(value, power(e));
        const { low } = spreadOf(rangeOf([x], e), near);
        expect(low).toBeGreaterThanOrEqual(Math.min(e, near.n === 0n ? e : near.e) - 2);
        const far = power(e + distance);
        const top = Math.max(Math.floor(Math.log2(Math.abs(x))) + e, far.e);
        expect(spreadOf(rangeOf([x], e), far).high).toBeLessThanOrEqual(top + 5);
      }),
    );
  });

  test('of zeros is that of the centre', () => {
    const { low, high } = spreadOf({ finite: true, highest: -1022, unit: 972 }, { n: 5n, d: 1n, e: -300 });
    expect(low).toBeGreaterThanOrEqual(-302);
    expect(high).toBeLessThanOrEqual(-298 + 5);
  });
});

describe('products', () => {
  const one = pair(rational(1));
  const ends = { low: -30, high: 30 };

  test('lie in the spread that is a product’s', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.boolean(), (size, negative) => {
        const { low, high } = times(pair(rational(negative ? -size : size)), ends);
        const product = (e: number): number => size * 2 ** e;
        expect(product(ends.low)).toBeGreaterThanOrEqual(2 ** low);
        expect(product(ends.low)).toBeLessThan(2 ** (low + 1));
        expect(product(ends.high + 1)).toBeLessThan(2 ** (high + 1));
        expect(product(ends.high + 1)).toBeGreaterThanOrEqual(2 ** high / 2);
      }),
    );
  });

  test('with zero are none', () => {
    expect(times(pair(zero), ends)).toEqual({ low: Infinity, high: -Infinity });
  });

  test('and a sum of two lies in the joined spread, of which the smaller end counts', () => {
    expect(joined({ low: -3, high: 5 }, { low: -7, high: 2 })).toEqual({ low: -7, high: 6 });
    expect(joined({ low: -9, high: 2 }, { low: -7, high: 8 })).toEqual({ low: -9, high: 9 });
  });

  test('are safe above 2⁻⁷⁰⁰ and below 2⁹⁰⁰, both factors below 2⁹⁰⁰', () => {
    const constant = (e: number): ReturnType<typeof pair> => pair(power(e));
    const safe = (e: number, low: number, high: number): boolean => safeProduct(constant(e), { low, high });
    expect(safe(0, -10, 899)).toBe(true);
    expect(safe(0, -10, 900)).toBe(false);
    expect(safe(-20, -10, 899)).toBe(true);
    expect(safe(-20, -10, 900)).toBe(false);
    expect(safe(400, -10, 499)).toBe(true);
    expect(safe(400, -10, 500)).toBe(false);
    expect(safe(0, -699, 0)).toBe(true);
    expect(safe(0, -700, 0)).toBe(false);
    expect(safe(-400, -299, 0)).toBe(true);
    expect(safe(-400, -300, 0)).toBe(false);
    expect(safe(400, -899, 0)).toBe(true);
    expect(safe(400, -900, 0)).toBe(false);
  });

  test('with zero, or of nothing, are safe below 2⁹⁰⁰', () => {
    expect(safeProduct(pair(zero), { low: -5000, high: 899 })).toBe(true);
    expect(safeProduct(pair(zero), { low: 0, high: 900 })).toBe(false);
    expect(safeProduct(one, { low: Infinity, high: -Infinity })).toBe(true);
  });

  test('with a factor that is not safe are not, wherever they lie', () => {
    expect(safeProduct(pair(power(-950)), { low: 300, high: 310 })).toBe(false);
    expect(safeProduct(pair(power(950)), { low: -310, high: -300 })).toBe(false);
    expect(safeProduct(pair(power(-5000)), { low: 0, high: 0 })).toBe(false);
  });
});
