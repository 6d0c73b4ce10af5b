/** From exact values back to doubles. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  approximate,
  expand,
  exponentOf,
  lengthOf,
  magnitude,
  nearestDouble,
  scale,
  squareRoot,
  truncate,
} from '../../../reference/exact/approximate.ts';
import {
  absolute,
  add,
  compare,
  divide,
  multiply,
  rational,
  square,
  subtract,
  type Rational,
} from '../../../reference/exact/rational.ts';
import { nearest } from '../../../reference/exact/round.ts';
import { surd } from '../../../reference/exact/surd.ts';
import { finiteDouble } from '../support/rounding-prone-doubles.ts';

fc.configureGlobal({ seed: 1 });

const dyadic = fc.tuple(fc.bigInt({ min: -(2n ** 1200n), max: 2n ** 1200n }), fc.integer({ min: -2400, max: 300 }));
const short = fc.tuple(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), fc.integer({ min: -1140, max: -1000 }));
const of = (n: bigint, e: number): Rational => ({ n, d: 1n, e });

test('the nearest double is the one that comparing with boundaries finds', () => {
  fc.assert(
    fc.property(fc.oneof(dyadic, short), ([n, e]) => {
      expect(nearestDouble(n, e)).toBe(nearest('float64', surd(of(n, e)), 1));
    }),
    {
      numRuns: 1000,
      examples: [
        [[0n, -1100]],
        [[0n, 900]],
        [[1n, 5000]],
        [[-1n, 1024]],
        [[1n, -1075]],
        [[3n, -1076]],
        [[-1n, -1075]],
        [[2n ** 54n + 1n, 969]],
        [[((2n ** 53n + 1n) << 1100n) + 1n, -1100]],
        [[(2n ** 53n + 1n) << 1100n, -1100]],
      ],
    },
  );
});

test('three doubles leave less than 2⁻¹⁵⁷ of a value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 400n }), fc.integer({ min: -600, max: 300 }), (n, e) => {
      const { terms, exact } = expand({ n, e, exact: true }, 3);
      const left = absolute(subtract(of(n, e), terms.map(rational).reduce(add)));
      expect(exact).toBe(left.n === 0n);
      expect(compare(left, multiply(of(n, e), of(1n, -157)))).toBeLessThanOrEqual(0);
    }),
  );
});

test('a square root is cut off by less than its precision says', () => {
  fc.assert(
    fc.property(finiteDouble, fc.integer({ min: 1, max: 2 ** 31 }), (x, d) => {
      fc.pre(x !== 0);
      const value: Rational = { ...absolute(rational(x)), d: BigInt(d) };
      const { n, e } = squareRoot(value, 128);
      const low = of(n, e);
      const high = add(low, multiply(low, of(1n, -128)));
      expect(compare(square(low), value)).toBeLessThanOrEqual(0);
      expect(compare(square(high), value)).toBeGreaterThan(0);
    }),
  );
});

test('p + q/√w is approximated relative to its terms, even where they cancel', () => {
  // 1 - 2/√(4 + 2⁻³⁰⁰) is about 2⁻³⁰³; each term is cut off after 128 bits.
  const w = add(rational(4), of(1n, -300));
  const { n, e } = approximate({ p: rational(1), q: rational(-2), w }, 128);
  expect(Math.abs(nearestDouble(n, e))).toBeLessThan(2 ** -126);
});

const quotient = fc
  .tuple(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), fc.bigInt({ min: 1n, max: 2n ** 200n }), fc.integer())
  .map(([n, d, e]): Rational => ({ n, d, e: e % 500 }));
const few = fc.integer({ min: 1, max: 200 });
const power = (k: number): Rational => of(1n, k);

test('a quotient is cut off towards zero, by less than its precision says, and says whether anything was cut off', () => {
  const whole = fc.integer({ min: -9, max: 9 }).map((n): Rational => ({ n: BigInt(6 * n), d: 6n, e: 3 }));
  fc.assert(
    fc.property(fc.oneof(quotient, whole), few, (a, precision) => {
      const { n, e, exact } = truncate(a, precision);
      const left = subtract(a, of(n, e));
      expect(exact).toBe(left.n === 0n);
      expect(compare(absolute(left), multiply(absolute(a), power(-precision)))).toBeLessThanOrEqual(0);
      expect(compare(absolute(of(n, e)), absolute(a))).toBeLessThanOrEqual(0);
      // A few bits more than asked for, unless the quotient itself has more.
      if (a.d > 1n) expect(lengthOf(n)).toBeLessThanOrEqual(Math.max(precision, lengthOf(a.n) - lengthOf(a.d)) + 5);
    }),
    { numRuns: 300 },
  );
});

test('a square root is exact where it has few bits, and only there', () => {
  const value = fc.oneof(
    quotient.map(absolute),
    fc
      .tuple(few, fc.integer({ min: -9, max: 9 }), few)
      .map(([n, e, d]): Rational => ({ n: BigInt(n * n * d), d: BigInt(d), e: 2 * e })),
  );
  fc.assert(
    fc.property(value, few, (a, precision) => {
      fc.pre(a.n > 0n);
      const { n, e, exact } = squareRoot(a, precision);
      expect(exact).toBe(compare(square(of(n, e)), a) === 0);
      const natural = (lengthOf(a.n) - lengthOf(a.d)) / 2;
      expect(lengthOf(n)).toBeLessThanOrEqual(Math.max(precision, natural) + 5);
    }),
    { numRuns: 300 },
  );
});

test('p + q/√w is as near as its precision says, and exact only where it is', () => {
  const part = fc.oneof(quotient, fc.constantFrom(of(0n, 0), of(3n, -1), of(-3n, -1), of(1n, 40)));
  const root = fc.oneof(
    quotient.map((v) => add(absolute(v), power(-9))),
    fc.constantFrom(of(1n, 1), of(1n, -3)),
  );
  fc.assert(
    fc.property(part, part, root, few, (p, q, v, precision) => {
      const { n, e, exact } = approximate({ p, q, w: square(v) }, precision);
      const term = divide(q, v);
      const left = subtract(add(p, term), of(n, e));
      const allowed = multiply(add(absolute(p), absolute(term)), power(-precision));
      expect(compare(absolute(left), allowed)).toBeLessThanOrEqual(0);
      if (exact) expect(left.n).toBe(0n);
      if (q.n === 0n && p.d === 1n) expect(exact).toBe(true);
      if (p.d === 1n && q.n === 3n && v.d === 1n) expect(exact).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('the magnitude of a quotient is within two of its logarithm', () => {
  fc.assert(
    fc.property(quotient, (a) => {
      const k = magnitude(a);
      if (a.n === 0n) expect(k).toBe(-Infinity);
      else {
        expect(compare(absolute(a), power(k - 2))).toBeGreaterThanOrEqual(0);
        expect(compare(absolute(a), power(k + 2))).toBeLessThanOrEqual(0);
      }
    }),
    { examples: [[of(0n, 7)], [of(1n, 0)], [of(-1n, 0)]] },
  );
});

test('the exponent of a double is that of its leading bit, also of a subnormal one', () => {
  for (const e of [-1074, -1073, -1023, -1022, -1021, 0, 52, 1023]) {
    for (const x of [2 ** e, -(2 ** e), 2 ** e * (1 + 2 ** -52)]) expect(exponentOf(x)).toBe(e);
    if (e > -1074) expect(exponentOf(1.5 * 2 ** e)).toBe(e);
  }
});

test('a double is scaled exactly where there is room, and rounded once where there is none', () => {
  fc.assert(
    fc.property(finiteDouble, fc.integer({ min: -2200, max: 2200 }), (x, k) => {
      const exact = multiply(rational(x), power(k));
      expect(scale(x, k)).toBe(x === 0 ? x : nearestDouble(exact.n, exact.e));
    }),
    {
      numRuns: 1000,
      examples: [
        [1, 1000],
        [1, -1000],
        [2 ** -1074, 2000],
        [1.5, -1074],
      ],
    },
  );
});

test('what is beyond the doubles expands to infinity', () => {
  expect(expand({ n: -1n, e: 1024, exact: true }, 2)).toEqual({ terms: [-Infinity, 0], exact: false });
  expect(expand({ n: 1n, e: 1024, exact: true }, 3)).toEqual({ terms: [Infinity, 0, 0], exact: false });
});
