/** The fast sums are exact: they equal sums of integers, for values of any size. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from '../../reference/exact/rational.ts';
import { dot, sum } from '../../reference/exact/sums.ts';
import { Accumulator, wordsOf } from '../../reference/oracle/accumulator.ts';
import { measurePairs, measureSquares } from '../../reference/oracle/measure.ts';
import { chunk, readerOf } from '../../reference/oracle/reader.ts';
import type { DType } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { finiteDouble, moderate } from './support/numbers.ts';

fc.configureGlobal({ seed: 1 });

const values = fc.array(fc.oneof(finiteDouble, moderate), { minLength: 1, maxLength: 40 });

/** Signs of (fast sum - sum of integers) of Σx, Σdy, Σdy·x, Σx², and of Σx, Σx² without dy. */
function differences(dtype: DType, xs: readonly number[], dys: readonly number[]): number[] {
  const m = Math.min(xs.length, dys.length);
  const shape = [1, 1, m];
  const finite = (given: readonly number[]): number[] =>
    given.slice(0, m).map((v) => (dtype === 'float64' ? v : v % 1e30));
  const [x, dy] = [tensor(dtype, shape, finite(xs)), tensor(dtype, shape, finite(dys))];
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
