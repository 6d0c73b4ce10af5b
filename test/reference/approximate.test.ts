/** From exact values back to doubles. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { approximate, expand, nearestDouble, squareRoot } from '../../reference/exact/approximate.ts';
import {
  absolute,
  add,
  compare,
  multiply,
  rational,
  square,
  subtract,
  type Rational,
} from '../../reference/exact/rational.ts';
import { nearest } from '../../reference/exact/round.ts';
import { surd } from '../../reference/exact/surd.ts';
import { finiteDouble } from './support/numbers.ts';

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
        [[1n, -1075]],
        [[3n, -1076]],
        [[-1n, -1075]],
        [[2n ** 54n + 1n, 969]],
        [[((2n ** 53n + 1n) << 1100n) + 1n, -1100]],
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
