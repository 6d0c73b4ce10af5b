/** Exact outputs as tensors: every element in its place, whatever the size, and exact arithmetic only in doubt. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, multiply, negate, rational, zero, type Rational } from '../../../reference/exact/rational.ts';
import { nearest } from '../../../reference/exact/round.ts';
import { compare, surd, type Exact, type Surd } from '../../../reference/exact/surd.ts';
import { defaultConventions } from '../../../spec/terms/profiles.ts';
import { certifiedAnswer, decisions } from '../../../reference/oracle.ts';
import { givenElements } from '../../../reference/oracle/elements.ts';
import { chunk } from '../../../reference/oracle/channel-reader.ts';
import { approximation, ChannelTensor, ElementTensor } from '../../../reference/oracle/exact-tensors.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import type { DType } from '../../../spec/terms/contract.ts';
import { dtypes, roundTo } from '../../../spec/terms/dtype.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { sizeOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';

fc.configureGlobal({ seed: 1 });

const quotient = fc
  .tuple(
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    fc.bigInt({ min: 1n, max: 2n ** 90n }),
    fc.integer({ min: -400, max: 200 }),
  )
  .map(([n, d, e]): Rational => ({ n, d, e }));
const power = (e: number): Rational => ({ n: 1n, d: 1n, e });

describe('an approximation', () => {
  const expectWithin = (value: Surd): { hi: number; bound: number } => {
    const { hi, lo, bound } = approximation(value);
    if (bound < Infinity) {
      const middle = add(rational(hi), rational(lo));
      expect(compare(value, add(middle, rational(bound)))).toBeLessThanOrEqual(0);
      expect(compare(value, add(middle, negate(rational(bound))))).toBeGreaterThanOrEqual(0);
    }
    return { hi, bound };
  };

  test('is within its bound: 2⁻¹⁰⁴ of a value that has one term', () => {
    fc.assert(
      fc.property(quotient, quotient, fc.boolean(), (a, b, root) => {
        const w = add(multiply(b, b), power(-300));
        const { hi, bound } = expectWithin(root ? { p: zero, q: a, w } : surd(a));
        if (Math.abs(hi) > 2 ** -800 && Math.abs(hi) < Infinity)
          expect(bound).toBeLessThanOrEqual(2 ** -104 * Math.abs(hi));
      }),
      { numRuns: 500 },
    );
  });

  test('of two terms that cancel claims nothing', () => {
    const almost: Surd = { p: rational(1), q: rational(-2), w: add(rational(4), power(-300)) };
    expect(approximation(almost).bound).toBe(Infinity);
    fc.assert(
      fc.property(quotient, quotient, quotient, (p, q, v) => {
        expectWithin({ p, q, w: add(multiply(v, v), power(-9)) });
      }),
    );
  });

  test('of what two doubles hold is exact, and of what is too small for them claims nothing', () => {
    const two: Surd = surd(add(rational(3), power(-80)));
    expect(approximation(two)).toEqual({ hi: 3, lo: 2 ** -80, bound: 0 });
    expect(approximation({ p: rational(1), q: rational(3), w: rational(4) })).toEqual({ hi: 2.5, lo: 0, bound: 0 });
    expect(approximation(surd({ n: 1n, d: 3n, e: -950 })).bound).toBe(Infinity);
    expect(approximation(surd({ n: 1n, d: 3n, e: -890 })).bound).toBeLessThan(2 ** -990);
    expect(approximation(surd({ n: 1n, d: 1n, e: 2000 }))).toMatchObject({ hi: Infinity, bound: Infinity });
    expect(approximation(-0)).toEqual({ hi: 0, lo: 0, bound: 0 });
    expect(approximation(NaN)).toEqual({ hi: NaN, lo: 0, bound: 0 });
  });
});

const arrays = { float64: Float64Array, float32: Float32Array, float16: Uint16Array, bfloat16: Uint16Array };

describe.each(dtypes)('rounded to %s', (dtype) => {
  test.each([
    [[3, 2, chunk + 5], 1],
    [[2, 3, 70], 1],
    [[2 * chunk + 7, 3], 1],
    [[5, 2 * chunk + 1], 0],
    [[1, 1, chunk], 1],
  ] as const)('every element of shape %j around axis %i is in its place', (shape, axis) => {
    const layout = layoutOf(shape, axis);
    const valueOf = (c: number, i: number): number => (c + 1) * (i + 0.3) * (i % 2 === 0 ? 1 : -1);
    const elements = Array.from({ length: layout.channels }, (_, c) => givenElements((i) => valueOf(c, i)));
    const exact = new ElementTensor(shape, axis, elements);
    const expected = new Float64Array(sizeOf(shape));
    for (let c = 0; c < layout.channels; c++) {
      for (let i = 0; i < layout.perChannel; i++) expected[elementOf(layout, c, i)] = valueOf(c, i);
    }
    const before = { ...decisions };
    const rounded = exact.round(dtype);
    expect(decisions.rounded - before.rounded).toBe(expected.length);
    expect(rounded.data).toBeInstanceOf(arrays[dtype]);
    expect(rounded.shape).toEqual(shape);
    expect(valuesOf(rounded)).toEqual(expected.map((each) => roundTo(dtype, each)));
    expect(exact.hi).toEqual(expected);
    expect(exact.lo).toEqual(expected.map(() => 0));
    expect(exact.hi).toBe(exact.hi);
    for (let at = 0; at < expected.length; at += 37) expect(exact.exact(at)).toBe(expected[at]);
  });

  test('an exact zero has no sign, and a negative value keeps its own', () => {
    const elements = { exact: (i: number): number => [-0, 0, -1e-300, NaN][i] };
    const given = givenElements(elements.exact);
    const zeros = new ElementTensor([4, 1], 1, [
      {
        ...elements,
        fill: (start, n, block) => {
          given.fill(start, n, block);
          block.hi[0] = -0;
        },
      },
    ]);
    const found = valuesOf(zeros.round(dtype));
    expect(Array.from(found)).toEqual([0, 0, roundTo(dtype, -1e-300), NaN]);
    expect(Object.is(found[2], -0)).toBe(dtype !== 'float64');
    const channels = new ChannelTensor([-0, 0, -1e-300, NaN]);
    expect(valuesOf(channels.round(dtype))).toEqual(found);
  });

  test('a channel of one value that is a tie is decided once', () => {
    const tie: Surd = surd(add(rational(1), power({ float64: -53, float32: -24, float16: -11, bfloat16: -8 }[dtype])));
    const exact = new ElementTensor([300, 1], 1, [
      {
        exact: (): Exact => tie,
        fill: (_, n, block) => {
          const { hi, lo } = approximation(tie);
          block.hi.fill(hi, 0, n);
          block.lo.fill(lo, 0, n);
          block.bound.fill(0, 0, n);
        },
      },
    ]);
    const before = decisions.exact;
    expect(new Set(valuesOf(exact.round(dtype)))).toEqual(new Set([nearest(dtype, tie)]));
    expect(nearest(dtype, tie)).toBe(1);
    expect(decisions.exact - before).toBe(1);
  });

  test('one value per channel', () => {
    const values: Exact[] = [surd({ n: 1n, d: 3n, e: 0 }), { p: zero, q: rational(1), w: rational(2) }, -2.5];
    const exact = new ChannelTensor(values);
    const before = { ...decisions };
    const rounded = exact.round(dtype);
    expect(decisions).toEqual({ rounded: before.rounded + 3, exact: before.exact });
    expect(rounded.data).toBeInstanceOf(arrays[dtype]);
    expect(rounded.shape).toEqual([3]);
    expect(Array.from(valuesOf(rounded))).toEqual(values.map((value) => nearest(dtype, value)));
    expect(Array.from(exact.hi)).toEqual([1 / 3, Math.SQRT1_2, -2.5]);
    expect(exact.lo[0]).toBeCloseTo(1 / 3 / 2 ** 54, 30);
    expect(exact.hi).toBe(exact.hi);
    expect(values.map((_, c) => exact.exact(c))).toEqual(values);
  });
});

test('two calls in turn do not share cached values', () => {
  const tie = (e: number): Surd => surd(add(rational(2 ** e), power(e - 24)));
  const of = (value: Surd): ElementTensor =>
    new ElementTensor([2, 1], 1, [
      {
        exact: (): Exact => value,
        fill: (_, n, block) => {
          block.hi.fill(approximation(value).hi, 0, n);
          block.bound.fill(Infinity, 0, n);
        },
      },
    ]);
  const [one, two] = [of(tie(0)), of(tie(1))];
  for (let turn = 0; turn < 2; turn++) {
    expect(Array.from(one.round('float32').data)).toEqual([1, 1]);
    expect(Array.from(two.round('float32').data)).toEqual([2, 2]);
    expect(Array.from(one.round('float64').data)).toEqual([1 + 2 ** -24, 1 + 2 ** -24]);
  }
});

describe('ordinary values need no exact arithmetic', () => {
  const shape = [8, 3, 40];
  const random = randomOf(5);
  const of = (type: DType, count: number, draw = (): number => random.normal()): ReturnType<typeof tensor> =>
    tensor(type, count === sizeOf(shape) ? shape : [count], Float64Array.from({ length: count }, draw));

  test.each(operations)('%s', (operation) => {
    const call = {
      x: of('float64', sizeOf(shape)),
      dy: of('float64', sizeOf(shape)),
      gamma: of('float64', 3),
      beta: of('float64', 3),
      mean: of('float64', 3),
      variance: of('float64', 3, () => 0.5 + random.uniform()),
      invStd: of('float64', 3, () => 0.5 + random.uniform()),
      runningMean: of('float64', 3),
      runningVar: of('float64', 3, () => 0.5 + random.uniform()),
      epsilon: 1e-5,
      momentum: 0.1,
      axis: 1,
    };
    const { outputs } = certifiedAnswer(operation, call as never, defaultConventions);
    for (const [name, exact] of Object.entries(outputs)) {
      for (const dtype of dtypes) {
        // A sum of doubles may well be halfway between two doubles.
        if (dtype === 'float64' && name === 'dbeta') continue;
        const before = { ...decisions };
        exact.round(dtype);
        expect(decisions.rounded - before.rounded).toBe(exact.hi.length);
        expect([name, dtype, decisions.exact - before.exact]).toEqual([name, dtype, 0]);
      }
    }
  });
});
