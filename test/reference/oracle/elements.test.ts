/** Elements of a channel: within their bound at every exponent, by double-double arithmetic wherever that is safe. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleOf } from '../../../reference/exact/channel-outputs.ts';
import { add, negate, one, rational, zero, type Rational } from '../../../reference/exact/rational.ts';
import { compare, type Surd } from '../../../reference/exact/surd.ts';
import { affineElements, projectedElements, type Frame, type Input } from '../../../reference/oracle/elements.ts';
import type { Block } from '../../../reference/oracle/double-double-formulas.ts';
import { measure } from '../../../reference/oracle/channel-sums.ts';
import { readerOf } from '../../../reference/oracle/channel-reader.ts';
import type { Elements } from '../../../reference/oracle/exact-tensors.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { tensor } from '../../../spec/terms/tensor.ts';

fc.configureGlobal({ seed: 1 });

const m = 5;
const quotient = (n: number, d: number, e: number): Rational => ({ n: BigInt(n), d: BigInt(d), e });

/** A channel of its own, and how often one of its values was asked for alone: only exact arithmetic does. */
function channel(values: readonly number[]): { input: Input; alone: () => number } {
  const shape = [1, 1, values.length];
  const reader = readerOf(tensor('float64', shape, values), layoutOf(shape, 1));
  const { range } = measure(reader, 0, values.length);
  let alone = 0;
  const at = (c: number, i: number): number => {
    alone++;
    return reader.at(c, i);
  };
  return { input: { reader: { ...reader, at }, c: 0, range }, alone: () => alone };
}

function filled(elements: Elements, n: number): Block {
  const block = { hi: new Float64Array(n), lo: new Float64Array(n), bound: new Float64Array(n) };
  elements.fill(0, n, block);
  return block;
}

const special = (): number => expect.fail('finite values are not special');

/** @returns how many bounds were finite */
function expectWithinBounds(elements: Elements, { hi, lo, bound }: Block): number {
  let known = 0;
  for (const [i, h] of hi.entries()) {
    if (bound[i] === Infinity || !Number.isFinite(h)) continue;
    const value = elements.exact(i) as Surd;
    const middle = add(rational(h), rational(lo[i]));
    const reach = rational(bound[i]);
    expect(compare(value, add(middle, reach))).toBeLessThanOrEqual(0);
    expect(compare(value, add(middle, negate(reach)))).toBeGreaterThanOrEqual(0);
    known++;
  }
  return known;
}

const significand = fc.integer({ min: -(2 ** 30), max: 2 ** 30 });
const divisor = fc.constantFrom(1, 3, 7, 4096);
const exponent = fc.oneof(fc.integer({ min: -40, max: 20 }), fc.integer({ min: -1070, max: 980 }));
const value = fc.tuple(significand, divisor, exponent).map(([n, d, e]) => quotient(n, d, e));
const double = fc.tuple(significand, exponent).map(([n, e]) => n * 2 ** Math.max(e - 30, -1074));
const run = fc
  .tuple(fc.array(double, { minLength: m, maxLength: m }), fc.boolean())
  .map(([values, alike]) => (alike ? values.map((_, i) => values[0] * (1 + i * 2 ** -50)) : values))
  .filter((values) => values.every(Number.isFinite));
const frame = fc
  .tuple(value, fc.oneof(fc.integer({ min: -40, max: 20 }), fc.integer({ min: -2000, max: 1900 })))
  .map(([mean, e]): Frame => ({ mean, scale: scaleOf(zero, quotient(3, 1, e)) }));

describe('at every exponent', () => {
  test('γ·(x - μ)·r + β is within its bound', () => {
    let known = 0;
    fc.assert(
      fc.property(run, frame, value, fc.oneof(fc.constant(0), double), (x, at, gamma, beta) => {
        const elements = affineElements(channel(x).input, at, gamma, beta, special);
        known += expectWithinBounds(elements, filled(elements, m));
      }),
      { numRuns: 1500 },
    );
    expect(known).toBeGreaterThan(1500);
  });

  test('γ·r·((dy - mean dy) - (x - μ)·k) is within its bound', () => {
    let known = 0;
    fc.assert(
      fc.property(run, run, frame, value, value, value, (dy, x, at, meanDy, k, gamma) => {
        const elements = projectedElements(channel(dy).input, channel(x).input, at, meanDy, k, gamma);
        known += expectWithinBounds(elements, filled(elements, m));
      }),
      { numRuns: 1500 },
    );
    expect(known).toBeGreaterThan(1500);
  });
});

describe('exact arithmetic is asked', () => {
  const ordinary = [1, 2.5, -3, 0.1, 7];
  const unit: Frame = { mean: quotient(1, 3, 0), scale: scaleOf(zero, one) };
  const affine = (x: readonly number[], gamma: Rational, beta = 0.5): number => {
    const { input, alone } = channel(x);
    filled(affineElements(input, unit, gamma, beta, special), m);
    return alone();
  };
  const projected = (dy: readonly number[], x: readonly number[], k: Rational, gamma: Rational): number[] => {
    const [first, second] = [channel(dy), channel(x)];
    filled(projectedElements(first.input, second.input, unit, quotient(1, 7, 0), k, gamma), m);
    return [first.alone(), second.alone()];
  };
  const times = (e: number): number[] => ordinary.map((each) => each * 2 ** e);

  test('for no ordinary value', () => {
    expect(affine(ordinary, one)).toBe(0);
    expect(affine(ordinary, zero)).toBe(0);
    expect(affine([0, 0, 0, -0, 0], one, 1e308)).toBe(0);
    expect(affine(times(400), quotient(3, 1, 400))).toBe(0);
    expect(projected(ordinary, ordinary, quotient(1, 3, 0), one)).toEqual([0, 0]);
    expect(projected(ordinary, ordinary, zero, one)).toEqual([0, 0]);
    expect(projected([0, 0, 0, 0, 0], ordinary, one, zero)).toEqual([0, 0]);
  });

  test('where a product of values or constants leaves the range', () => {
    expect(affine(times(950), one)).toBe(m);
    expect(affine(times(500), quotient(1, 1, 500))).toBe(m);
    expect(affine(times(500), quotient(1, 1, -950))).toBe(m);
    expect(projected(times(950), ordinary, one, one)).toEqual([m, m]);
    expect(projected(ordinary, times(950), one, one)).toEqual([m, m]);
    expect(projected(ordinary, times(500), quotient(1, 1, -950), one)).toEqual([m, m]);
    expect(projected(ordinary, times(500), quotient(1, 1, 450), one)).toEqual([m, m]);
    expect(projected(ordinary, times(400), quotient(1, 1, 400), quotient(1, 1, 200))).toEqual([m, m]);
    expect(projected(times(500), ordinary, one, quotient(1, 1, 500))).toEqual([m, m]);
    expect(projected(times(500), times(500), one, quotient(1, 1, -950))).toEqual([m, m]);
  });

  test('where a value is not finite, and then by the way for special ones', () => {
    const { input, alone } = channel([1, NaN, 2, Infinity, 3]);
    const elements = affineElements(input, unit, one, 0, (x) => (x === Infinity ? 42 : 41));
    const { hi } = filled(elements, m);
    expect(alone()).toBe(m);
    expect([hi[1], hi[3]]).toEqual([41, 42]);
    expect(hi[0]).toBeCloseTo(2 / 3, 15);
  });
});

describe('the exact value', () => {
  test('of equal neighbours is the same object, and of others is not', () => {
    const dy = [1, 1, 1, 2, 2, 1];
    const x = [5, 5, 6, 6, 6, 5];
    const same = (elements: Elements): boolean[] =>
      dy.slice(1).map((_, i) => {
        const before = elements.exact(i);
        return elements.exact(i + 1) === before;
      });
    const at: Frame = { mean: one, scale: scaleOf(zero, one) };
    const both = projectedElements(channel(dy).input, channel(x).input, at, one, one, one);
    expect(same(both)).toEqual([true, false, false, true, false]);
    expect(same(affineElements(channel(x).input, at, one, 0, special))).toEqual([true, false, true, true, false]);
  });

  test('does not depend on what was asked before', () => {
    fc.assert(
      fc.property(run, run, fc.array(fc.nat(m - 1), { minLength: 2, maxLength: 9 }), (dy, x, order) => {
        const at: Frame = { mean: one, scale: scaleOf(zero, one) };
        const make = (): Elements => projectedElements(channel(dy).input, channel(x).input, at, one, one, one);
        const asked = make();
        for (const i of order) expect(asked.exact(i)).toEqual(make().exact(i));
      }),
    );
  });
});
