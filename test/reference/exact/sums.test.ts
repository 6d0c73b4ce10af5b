/** The fast sums are exact: they equal sums of integers, for values of any size. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentOf } from '../../../reference/exact/approximate.ts';
import { compare, rational } from '../../../reference/exact/rational.ts';
import { dot, sum } from '../../../reference/exact/sums.ts';
import { Accumulator, wordsOf } from '../../../reference/oracle/accumulator.ts';
import { measure, measurePairs, measureSquares, type Range } from '../../../reference/oracle/channel-sums.ts';
import { chunk, readerOf, type Reader } from '../../../reference/oracle/channel-reader.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import type { DType } from '../../../spec/terms/contract.ts';
import { dtypes, formats, roundTo } from '../../../spec/terms/dtype.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { anyDtype, finiteDouble, moderate } from '../support/rounding-prone-doubles.ts';

fc.configureGlobal({ seed: 1 });

const values = fc.array(fc.oneof(finiteDouble, moderate), { minLength: 1, maxLength: 40 });

/** Signs of (fast sum - sum of integers) of Σx, Σdy, Σdy·x, Σx², and of Σx, Σx² without dy. */
function differences(dtype: DType, xs: readonly number[], dys: readonly number[], dtypeOfDy = dtype): number[] {
  const m = Math.min(xs.length, dys.length);
  const shape = [1, 1, m];
  const finite = (type: DType, given: readonly number[]): ReturnType<typeof tensor> =>
    tensor(
      type,
      shape,
      given.slice(0, m).map((v) => (type === 'float64' ? v : v % 1e30)),
    );
  const [x, dy] = [finite(dtype, xs), finite(dtypeOfDy, dys)];
  const layout = layoutOf(shape, 1);
  const found = measurePairs(readerOf(dy, layout), readerOf(x, layout), 0, m, true);
  const alone = measureSquares(readerOf(x, layout), 0, m);
  const [a, b] = [valuesOf(x), valuesOf(dy)];
  return [
    compare(found.x.sum, sum(a)),
    compare(found.dy.sum, sum(b)),
    compare(found.dyx, dot(a, b)),
    found.xx ? compare(found.xx, dot(a, a)) : NaN,
    compare(alone.x.sum, sum(a)),
    compare(alone.xx, dot(a, a)),
  ];
}

const none = [0, 0, 0, 0, 0, 0];

test('float64, over the whole range of exponents', () => {
  fc.assert(
    fc.property(values, values, (xs, dys) => {
      expect(differences('float64', xs, dys)).toEqual(none);
    }),
    { numRuns: 300 },
  );
});

test('float32, over the whole range of exponents', () => {
  fc.assert(
    fc.property(values, values, (xs, dys) => {
      expect(differences('float32', xs, dys)).toEqual(none);
    }),
    { numRuns: 300 },
  );
});

test('bfloat16', () => {
  fc.assert(
    fc.property(values, values, (xs, dys) => {
      expect(differences('bfloat16', xs, dys)).toEqual(none);
    }),
  );
});

const sized = fc
  .tuple(fc.constantFrom(1, 2, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 7), fc.integer())
  .map(([m, seed]) => {
    const random = randomOf(seed);
    return Array.from({ length: m }, () => (random.normal() * 2 ** Math.round(10 * random.normal())) % 6e4);
  });

test('around the size of a run, and where dy has another type than x', () => {
  fc.assert(
    fc.property(sized, anyDtype, anyDtype, (xs, dtype, dtypeOfDy) => {
      expect(differences(dtype, xs, xs.toReversed(), dtypeOfDy)).toEqual(none);
    }),
    { numRuns: 100 },
  );
});

/** Counts the runs that are read, and fails where a value is asked for alone. */
function counted(dtype: DType, values: readonly number[]): { reader: Reader; runs: () => number } {
  const shape = [1, 1, values.length];
  const reader = readerOf(tensor(dtype, shape, values), layoutOf(shape, 1));
  let runs = 0;
  return {
    runs: () => runs,
    reader: {
      precision: reader.precision,
      at: () => expect.fail('read alone'),
      read: (...run) => {
        runs++;
        reader.read(...run);
      },
    },
  };
}

describe('what the values look like', () => {
  const range = (dtype: DType, values: readonly number[]): Range => {
    const { x } = measureSquares(counted(dtype, values).reader, 0, values.length);
    const alone = measure(counted(dtype, values).reader, 0, values.length);
    expect(alone).toEqual(x);
    return x.range;
  };

  test('each is below the next power of two, and a multiple of the unit: of at most as many bits as the type has', () => {
    const any = fc.array(fc.oneof(finiteDouble, moderate, fc.constant(0), fc.constant(-0)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(any, anyDtype, (values, dtype) => {
        const stored = Array.from(values, (v) => roundTo(dtype, dtype === 'float64' ? v : v % 6e4));
        const { finite, highest, unit } = range(dtype, stored);
        expect(finite).toBe(true);
        const sizes = stored.filter((v) => v !== 0).map((v) => exponentOf(v));
        for (const v of stored) expect(rational(v).n === 0n || rational(v).e >= unit).toBe(true);
        expect(highest).toBe(Math.max(-1022, ...sizes));
        const lowest = Math.max(-1022, Math.min(...sizes));
        if (sizes.length > 0) expect(unit).toBe(Math.max(lowest - formats[dtype].precision + 1, -1074));
      }),
      { numRuns: 500 },
    );
  });

  test.each([NaN, Infinity, -Infinity])('%s is not finite', (special) => {
    for (const dtype of dtypes) expect(range(dtype, [1, special, 2]).finite).toBe(false);
  });

  test('each channel is seen alone', () => {
    const shape = [1, 2, 3];
    const reader = readerOf(tensor('float64', shape, [NaN, 2 ** 300, -(2 ** -300), 1, 2, 3]), layoutOf(shape, 1));
    expect(measure(reader, 0, 3).range).toEqual({ finite: false, highest: 1024, unit: -352 });
    const second = measure(reader, 1, 3);
    expect(second.range).toEqual({ finite: true, highest: 1, unit: -52 });
    expect(compare(second.sum, sum([6]))).toBe(0);
  });
});

describe('how often the values are read', () => {
  /** Runs read for x and for dy by each of the three measures. */
  const reads = (dtype: DType, xs: readonly number[], dys: readonly number[]): number[][] => {
    const counts = (of: (x: Reader, dy: Reader) => unknown): number[] => {
      const [x, dy] = [counted(dtype, xs), counted(dtype, dys)];
      of(x.reader, dy.reader);
      return [x.runs(), dy.runs()];
    };
    const m = xs.length;
    return [
      counts((x) => measure(x, 0, m)),
      counts((x) => measureSquares(x, 0, m)),
      counts((x, dy) => measurePairs(dy, x, 0, m, true)),
    ];
  };
  const once = [
    [1, 0],
    [1, 0],
    [1, 1],
  ];

  test('once, where no product can leave the range of doubles', () => {
    for (const dtype of dtypes) {
      const { smallest, largest } = formats[dtype];
      expect(reads(dtype, [1, -2, 3], [0.5, 0, 2])).toEqual(once);
      expect(reads(dtype, [0, 0, 0], [0, -0, 0])).toEqual(once);
      expect(reads(dtype, [NaN, Infinity, 1], [1, -Infinity, 2])).toEqual(once);
      expect(reads(dtype, [NaN, 1, 1], [1, 2, 2])).toEqual(once);
      expect(reads(dtype, [1, 2, 3], [1, -Infinity, 2])).toEqual(once);
      if (dtype !== 'float64') expect(reads(dtype, [smallest, largest, 1], [largest, smallest, 1])).toEqual(once);
    }
    expect(reads('float64', [2 ** 479, 1, 1], [2 ** 480, 1, 1])).toEqual(once);
    expect(reads('float64', [2 ** -400, 1, 1], [2 ** -400, 1, 1])).toEqual(once);
    expect(reads('float64', [0, 0, 0], [2 ** 900, 1, 1])).toEqual(once);
    const many = Array.from({ length: 2 * chunk + 1 }, (_, i) => i);
    expect(reads('float64', many, many)).toEqual(once.map((pair) => pair.map((n) => 3 * n)));
  });

  test('again for each sum that needs integers', () => {
    // Σx, Σx² with both of its factors, Σdy·x.
    expect(reads('float64', [2 ** 961, 1], [1, 1])).toEqual([
      [2, 0],
      [4, 0],
      [5, 2],
    ]);
    expect(reads('float64', [2 ** 960, 1], [1, 1])[0]).toEqual([1, 0]);
    expect(reads('float64', [2 ** -500, 1], [1, 1])).toEqual([
      [1, 0],
      [3, 0],
      [3, 1],
    ]);
    expect(reads('float64', [2 ** 480, 1], [2 ** 480, 1])[2]).toEqual([4, 2]);
  });
});

test('a second sum starts from zero', () => {
  const buffer = wordsOf(chunk);
  const accumulator = new Accumulator();
  buffer.values[0] = 1e300;
  accumulator.add(buffer, 1);
  accumulator.take();
  buffer.values[0] = 3;
  accumulator.add(buffer, 1);
  expect(accumulator.top).toBe(1024);
  expect(compare(accumulator.take(), sum([3]))).toBe(0);
});
