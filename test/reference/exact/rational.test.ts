/** Exact fractions: the laws of a field, for fractions of either sign. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scale } from '../../../reference/exact/approximate.ts';
import {
  absolute,
  add,
  compare,
  divide,
  multiply,
  negate,
  one,
  rational,
  sign,
  subtract,
  zero,
  type Rational,
} from '../../../reference/exact/rational.ts';
import { finiteDouble } from '../support/rounding-prone-doubles.ts';

const fraction = fc
  .tuple(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.bigInt({ min: 1n, max: 2n ** 80n }), fc.integer())
  .map(([n, d, e]): Rational => ({ n, d, e: e % 300 }));
const anything = fc.oneof(fraction, finiteDouble.map(rational), fc.constant(zero));
const same = (a: Rational, b: Rational): void => expect(compare(a, b)).toBe(0);

test('a quotient times its divisor is the dividend, and its denominator is positive', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      fc.pre(b.n !== 0n);
      const found = divide(a, b);
      expect(found.d > 0n).toBe(true);
      same(multiply(found, b), a);
    }),
  );
});

test('addition commutes, distributes, and subtraction takes it back', () => {
  fc.assert(
    fc.property(anything, anything, anything, (a, b, c) => {
      same(add(a, b), add(b, a));
      same(subtract(add(a, b), b), a);
      same(multiply(c, add(a, b)), add(multiply(c, a), multiply(c, b)));
    }),
  );
});

test('a double has an odd numerator, a zero is the one zero, and what needs no common denominator gets none', () => {
  expect(rational(0)).toEqual(zero);
  expect(rational(-0)).toEqual(zero);
  fc.assert(
    fc.property(finiteDouble, fraction, fraction, (x, a, b) => {
      fc.pre(a.n !== 0n);
      const { n, d, e } = rational(x);
      expect(scale(Number(n), e)).toBe(x + 0);
      expect(d).toBe(1n);
      expect(n === 0n || n % 2n !== 0n).toBe(true);
      expect(add(zero, a)).toEqual(a);
      expect(add(a, zero)).toEqual(a);
      expect(add(a, { ...b, d: a.d }).d).toBe(a.d);
    }),
    {
      examples: [
        [2 ** 100, one, one],
        [-(2 ** 33), one, one],
        [3 * 2 ** 32, one, one],
        [5e-324, one, one],
      ],
    },
  );
});

test('signs multiply, and the absolute value has none', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      expect(sign(multiply(a, b)) + 0).toBe(sign(a) * sign(b) + 0);
      expect(sign(negate(a)) + sign(a)).toBe(0);
      same(absolute(a), multiply(a, rational(sign(a))));
    }),
  );
});
